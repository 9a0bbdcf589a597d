namespace P2PCS.Host.Demo;

/// <summary>What the demo is asked to do.</summary>
/// <param name="Peers">How many peers to start, at least 2.</param>
/// <param name="Input">Directory whose files to work on; null for the program's sources.</param>
/// <param name="Keep">Whether to keep data directories, logs and results.</param>
/// <param name="AllowUnsandboxed">Whether peers run tasks where no sandbox works.</param>
public sealed record DemoOptions(int Peers, string? Input, bool Keep, bool AllowUnsandboxed);
