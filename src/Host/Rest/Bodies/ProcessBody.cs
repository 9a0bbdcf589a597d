namespace P2PCS.Host.Rest.Bodies;

/// <summary>What the agent's process costs its machine; tasks are not counted.</summary>
/// <param name="CpuSeconds">Processor time since the start, user and kernel.</param>
/// <param name="CpuShare">Cores used over the last ten seconds: 0.005 is half a percent of one.
/// </param>
/// <param name="RssBytes">Resident memory, pages shared with other processes included.</param>
/// <param name="HeapBytes">Managed memory in use or not yet collected.</param>
/// <param name="Threads">Threads of the operating system.</param>
public sealed record ProcessBody(
    double CpuSeconds,
    double CpuShare,
    long RssBytes,
    long HeapBytes,
    int Threads);
