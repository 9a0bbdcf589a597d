namespace P2PCS.Allocation.Subclouds;

/// <summary>Why not enough machines were found, counted over the peers known at that moment.
/// </summary>
/// <param name="Known">Peers that answer, the controller itself included.</param>
/// <param name="Declined">Of these, those that take no tasks.</param>
/// <param name="TooSmall">Those that do not offer as much even when idle.</param>
/// <param name="Busy">Those that are big enough but have not enough free.</param>
/// <param name="Fitting">Those that had enough free as last heard.</param>
/// <param name="LargestCpuMilli">Most processor any accepting one offers, in thousandths.</param>
/// <param name="LargestMemMiB">Most memory any accepting one offers, in MiB.</param>
public readonly record struct Shortfall(
    int Known,
    int Declined,
    int TooSmall,
    int Busy,
    int Fitting,
    uint LargestCpuMilli,
    uint LargestMemMiB)
{
    /// <summary>Accepting ones that do not offer the processor asked for even when idle.</summary>
    public int TooFewCores { get; init; }

    /// <summary>Accepting ones that do not offer the memory asked for even when idle.</summary>
    public int TooLittleMemory { get; init; }

    /// <summary>Machines that could serve if they were idle.</summary>
    public int Feasible => Busy + Fitting;
}
