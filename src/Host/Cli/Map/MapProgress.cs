using P2PCS.Host.Rest.Bodies;

namespace P2PCS.Host.Cli.Map;

/// <summary>How far a map is.</summary>
/// <param name="Uploaded">Inputs that the facade has.</param>
/// <param name="Done">Tasks in a final state.</param>
/// <param name="Total">Files in all.</param>
/// <param name="Retried">Tasks that needed a further attempt.</param>
/// <param name="Failed">Tasks that ended without success.</param>
/// <param name="Tasks">The tasks as last seen; empty before they are submitted.</param>
public sealed record MapProgress(
    int Uploaded,
    int Done,
    int Total,
    int Retried,
    int Failed,
    IReadOnlyList<TaskBody> Tasks);
