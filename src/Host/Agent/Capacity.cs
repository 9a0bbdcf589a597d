using P2PCS.Protocol;

namespace P2PCS.Host.Agent;

/// <summary>What this machine offers.</summary>
public static class Capacity
{
    // Some memory stays with the machine's owner.
    private const double MemoryShare = 0.8;

    /// <summary>What the owner said, else all processors and four fifths of the memory that this
    /// process may use.</summary>
    public static Resources Of(AgentOptions options)
    {
        double cpu = options.Cpu ?? Environment.ProcessorCount;
        long mem = options.Mem
            ?? (long)(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes * MemoryShare);
        return new Resources((uint)Math.Round(cpu * 1000), (uint)(mem >> 20));
    }
}
