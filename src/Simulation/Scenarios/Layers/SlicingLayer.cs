using P2PCS.Membership.Epochs;
using P2PCS.Simulation.Cycles;

namespace P2PCS.Simulation.Scenarios.Layers;

/// <summary>Slices of equal size in the order of an attribute.</summary>
public sealed record SlicingLayer : Layer
{
    /// <summary>Cycles of an epoch if nothing else is said.</summary>
    public const int DefaultEpoch = Averaging.EpochCycles;

    private static readonly Dictionary<string, SlicingMethod> Methods =
        new(StringComparer.Ordinal)
        {
            ["ranking"] = SlicingMethod.Ranking,
            ["cdf"] = SlicingMethod.Cdf,
            ["jk"] = SlicingMethod.Jk,
            ["mod-jk"] = SlicingMethod.ModJk,
        };

    private static readonly ObserverPanel RankPanel = new(
        "Error of the ranks", "mean over the nodes, and the worst node; ranks are from 0 to 1",
        true);

    /// <summary>How far nodes are from their slices and ranks; rank and slice are those among
    /// the nodes alive.</summary>
    public static Observer Slices { get; } = new(
        "slicing",
        new ObserverColumn("slicing.disorder", "slice disorder: sum of the distances between "
            + "true and believed slice", new ObserverPanel("Slice disorder",
                "slices between the true and the believed one, summed over the nodes", true)),
        new ObserverColumn("slicing.wrong", "nodes in the wrong slice",
            new ObserverPanel("Wrong slice", "fraction of the nodes in a wrong slice", true)),
        new ObserverColumn("slicing.rank-error", "mean error of the ranks", RankPanel),
        new ObserverColumn("slicing.rank-error.most", "largest error of a rank", RankPanel));

    internal static LayerKind Own { get; } = new("slicing", [Slices], Read);

    /// <summary>How nodes find their slices. Our guess: the distribution.</summary>
    public SlicingMethod Method { get; init; } = SlicingMethod.Cdf;

    /// <summary>Number of equal slices. Source: Fernández et al., ICDCS 2007, section 6: 10 and
    /// 100.</summary>
    public int Count { get; init; } = 10;

    /// <summary>How attributes are spread. Source: protocol replay: lognormal.</summary>
    public AttributeKind Values { get; init; } = AttributeKind.Lognormal;

    /// <summary>Thresholds of the distribution. Source: Sacha et al., ICDCS 2010: 50.</summary>
    public int Thresholds { get; init; } = 50;

    /// <summary>Cycles of an epoch of the distribution. Source: Jelasity et al., TOCS 2005,
    /// section 7: 30.</summary>
    public int Epoch { get; init; } = DefaultEpoch;

    /// <inheritdoc/>
    public override LayerKind Kind => Own;

    /// <inheritdoc/>
    public override FaultKinds Bears =>
        Method == SlicingMethod.Cdf ? FaultKinds.Fixed : FaultKinds.All;

    /// <inheritdoc/>
    public override string Reason => "newcomers would wait for the next epoch";

    internal override long Width => Method == SlicingMethod.Cdf ? Thresholds + 2 : 4;

    internal override LayerTable Fill(LayerWorld world) => Method switch
    {
        SlicingMethod.Ranking => new RankTable(this, world),
        SlicingMethod.Cdf => new DistributionTable(this, world),
        _ => new SwapTable(this, world),
    };

    private static SlicingLayer Read(ConfSection section)
    {
        int count = (int)(section.Integer("slices", 2, 1000) ?? 10);
        var layer = new SlicingLayer
        {
            Count = count,
            Method = section.Choice("method", Methods) ?? SlicingMethod.Cdf,
            Values = section.Choice("values", AttributeKinds.Named) ?? AttributeKind.Lognormal,
        };
        section.Need("method", string.Join(", ", Methods.Keys));
        if (layer.Method != SlicingMethod.Cdf)
            return layer;
        return layer with
        {
            Thresholds = (int)(section.Integer("thresholds", count + 1, 2000)
                ?? Math.Max(50, count + 1)),
            Epoch = (int)(section.Integer("epoch", 1, 1000) ?? DefaultEpoch),
        };
    }
}
