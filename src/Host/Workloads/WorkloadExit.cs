namespace P2PCS.Host.Workloads;

/// <summary>The end of one attempt.</summary>
/// <param name="Outcome">Who or what ended it.</param>
/// <param name="ExitCode">
/// The command's exit code, 0 to 255; 128 + N when signal N ended it, 127 when the command was not
/// found, 126 when it is not executable.
/// </param>
/// <param name="Detail">One sentence for people where the outcome needs one, else null.</param>
public sealed record WorkloadExit(WorkloadOutcome Outcome, int ExitCode, string? Detail);
