namespace P2PCS.Host.Shell;

/// <summary>Keeps the memory of new objects small.</summary>
/// <remarks>
/// The runtime collects new objects when they fill the processor's last-level cache, tens of
/// megabytes on today's machines: an agent that allocates a few kilobytes a second grows by that
/// much within hours before it collects anything. The runtime takes a smaller budget only from
/// an environment variable, which tasks and tools would inherit.
/// </remarks>
internal sealed class Nursery
{
    // Our guess: little beside the whole process, and collected in less than a millisecond.
    private const long Budget = 1 << 20;

    private long allocated;
    private int collections;

    /// <summary>Collects new objects if more than a megabyte was allocated since they were last
    /// collected; to be called about once a second.</summary>
    public void Tidy()
    {
        long now = GC.GetTotalAllocatedBytes();
        if (GC.CollectionCount(0) == collections && now - allocated < Budget)
            return;
        if (GC.CollectionCount(0) == collections)
            GC.Collect(0, GCCollectionMode.Forced, blocking: true);
        collections = GC.CollectionCount(0);
        allocated = now;
    }
}
