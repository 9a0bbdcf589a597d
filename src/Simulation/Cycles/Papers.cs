using P2PCS.Simulation.Cycles.Figures;

namespace P2PCS.Simulation.Cycles;

/// <summary>The figures of the papers that this project can replay.</summary>
public static class Papers
{
    /// <summary>All of them, in the order of their numbers.</summary>
    public static IReadOnlyList<PaperRow> All { get; } =
    [
        .. AggregationFigures.Rows(),
        .. SamplingFigures.Rows(),
        .. OrderFigures.Rows(),
        .. PushFigures.Rows(),
        .. RankFigures.Rows(),
        .. DistributionFigures.Rows(),
        .. RingFigures.Rows(),
        .. DetectionFigures.Rows(),
        .. SlowMemberFigures.Rows(),
        .. SpreadFigures.Rows(),
        .. LookupFigures.Rows(),
        .. XorFigures.Rows(),
        .. PlacementFigures.Rows(),
        .. ReplicationFigures.Rows(),
    ];
}
