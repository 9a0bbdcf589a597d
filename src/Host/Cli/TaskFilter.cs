namespace P2PCS.Host.Cli;

/// <summary>Which tasks to list; a null matches all.</summary>
/// <param name="Subcloud">Id or name of their subcloud.</param>
/// <param name="Batch">Their batch.</param>
/// <param name="State">Their state.</param>
public sealed record TaskFilter(
    string? Subcloud = null, string? Batch = null, string? State = null);
