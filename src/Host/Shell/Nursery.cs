using System.Runtime.InteropServices;

namespace P2PCS.Host.Shell;

/// <summary>Keeps the memory of new objects small, and gives back what starting needed.</summary>
/// <remarks>
/// The runtime collects new objects when they fill the processor's last-level cache, tens of
/// megabytes on today's machines: an agent that allocates a few kilobytes a second grows by that
/// much within hours before it collects anything. The runtime takes a smaller budget only from
/// an environment variable, which tasks and tools would inherit. The C library keeps the
/// megabytes that the compiler and TLS have freed, until it is told to trim.
/// </remarks>
internal sealed class Nursery
{
    // Our guess: little beside the whole process, and collected in less than a millisecond.
    private const long Budget = 1 << 20;

    // Our guess: a start and its first compilations are over in half a minute, and a trim of a
    // few milliseconds is nothing once in ten.
    private const int FirstTrim = 30;
    private const int TrimEvery = 600;

    private long allocated;
    private int collections;
    private int calls;

    /// <summary>Collects new objects if more than a megabyte was allocated since they were last
    /// collected; to be called about once a second.</summary>
    public void Tidy()
    {
        if (++calls % TrimEvery == FirstTrim)
            Trim();
        long now = GC.GetTotalAllocatedBytes();
        if (GC.CollectionCount(0) == collections && now - allocated < Budget)
            return;
        if (GC.CollectionCount(0) == collections)
            GC.Collect(0, GCCollectionMode.Forced, blocking: true);
        collections = GC.CollectionCount(0);
        allocated = now;
    }

    private void Trim()
    {
        if (calls == FirstTrim)
            GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        TrimNative();
    }

    // Only glibc has it.
    private static unsafe void TrimNative()
    {
        if (NativeLibrary.TryGetExport(
            NativeLibrary.GetMainProgramHandle(), "malloc_trim", out nint trim))
        {
            _ = ((delegate* unmanaged<nuint, int>)trim)(0);
        }
    }
}
