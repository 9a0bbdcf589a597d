namespace P2PCS.Host.Cli.Map;

/// <summary>How a map ended.</summary>
/// <param name="Results">Results that were written.</param>
/// <param name="Retried">Tasks that needed a further attempt.</param>
/// <param name="Failures">Files without a result.</param>
public sealed record MapOutcome(int Results, int Retried, IReadOnlyList<MapFailure> Failures);
