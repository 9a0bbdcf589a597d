namespace P2PCS.Host.Workloads;

/// <summary>One attempt of a task on this machine.</summary>
/// <param name="Command">
/// Program and arguments, at least one; <c>{in}</c> and <c>{out}</c> in them become the paths of
/// the first input and of the output file, as the command sees them.
/// </param>
/// <param name="Directory">
/// An existing host directory that belongs to this attempt alone and holds the input files in
/// <c>in/</c>; the driver makes <c>work/</c>, <c>out/</c>, <c>stdout</c>, <c>stderr</c> and some
/// files of its own there. The caller removes it afterwards.
/// </param>
/// <param name="Inputs">Names of files in <c>in/</c>, without directories.</param>
/// <param name="MaxRuntime">Killed when it runs longer; positive.</param>
/// <param name="MaxOutputBytes">
/// Most bytes of stdout, of stderr and of all files in <c>out/</c>, each; positive. What exceeds
/// it is killed, and the files are cut to it.
/// </param>
public sealed record WorkloadSpec(
    IReadOnlyList<string> Command,
    string Directory,
    IReadOnlyList<string> Inputs,
    TimeSpan MaxRuntime,
    long MaxOutputBytes)
{
    /// <summary>
    /// Most bytes in <c>work/</c>, 4 GiB by default. Measured once a second, so it can be
    /// exceeded for that long; no single file can.
    /// </summary>
    public long MaxScratchBytes { get; init; } = 4L << 30;

    /// <summary>Most memory in bytes; enforced only where the self-test says so.</summary>
    public long? MemoryBytes { get; init; }

    /// <summary>Most processor time in cores; enforced only where the self-test says so.</summary>
    public double? Cores { get; init; }

    /// <summary>Most processes and threads; enforced only where the self-test says so.</summary>
    public int MaxProcesses { get; init; } = 4096;
}
