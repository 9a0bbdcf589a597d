namespace P2PCS.Protocol;

/// <summary>An amount of machine.</summary>
/// <param name="CpuMilli">Thousandths of a processor core.</param>
/// <param name="MemMiB">Memory in MiB (2^20 bytes).</param>
public readonly record struct Resources(uint CpuMilli, uint MemMiB)
{
    /// <summary>Whether this much fits into <paramref name="room"/>.</summary>
    public bool FitsIn(Resources room) => CpuMilli <= room.CpuMilli && MemMiB <= room.MemMiB;

    /// <summary>The sum; the caller keeps it below 2^32.</summary>
    public static Resources operator +(Resources a, Resources b) =>
        new(checked(a.CpuMilli + b.CpuMilli), checked(a.MemMiB + b.MemMiB));

    /// <summary>The rest, zero where nothing is left.</summary>
    public static Resources operator -(Resources a, Resources b) => new(
        a.CpuMilli - Math.Min(a.CpuMilli, b.CpuMilli), a.MemMiB - Math.Min(a.MemMiB, b.MemMiB));
}
