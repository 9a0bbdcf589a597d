using P2PCS.Simulation.Cycles;

namespace P2PCS.Simulation.Scenarios.Layers;

/// <summary>A histogram of all values by averaging each bucket.</summary>
/// <remarks>Source: the averaging of Jelasity, Montresor, Babaoglu, TOCS 23(3), 2005, once for
/// each bucket.</remarks>
public sealed record HistogramLayer : Layer
{
    private static readonly ObserverPanel Errors = new(
        "Error of the distribution", "largest error at a bound between buckets: mean over the "
            + "nodes, and the worst node", true);

    /// <summary>The cumulative distribution that nodes hold, against the true one.</summary>
    public static Observer Distribution { get; } = new(
        "histogram",
        new ObserverColumn("histogram.mean", "a node's largest error, mean over the nodes",
            Errors),
        new ObserverColumn("histogram.error", "the worst node's largest error", Errors));

    internal static LayerKind Own { get; } = new(
        "histogram", [Distribution], section => new HistogramLayer
        {
            Buckets = (int)(section.Integer("buckets", 2, 1000) ?? 50),
            Values = section.Choice("values", AttributeKinds.Named) ?? AttributeKind.Uniform,
        });

    /// <summary>Buckets. Source: Sacha et al. (Adam2), ICDCS 2010, use 50 points.</summary>
    public int Buckets { get; init; } = 50;

    /// <summary>How values are spread; the buckets are of equal width for uniform ones, else of
    /// equal ratio. Our guess: uniform.</summary>
    public AttributeKind Values { get; init; } = AttributeKind.Uniform;

    /// <inheritdoc/>
    public override LayerKind Kind => Own;

    /// <inheritdoc/>
    public override FaultKinds Bears => FaultKinds.Fixed;

    /// <inheritdoc/>
    public override string Reason => WaitsForEpoch;

    internal override long Width => Buckets;

    internal override LayerTable Fill(LayerWorld world) => new HistogramTable(this, world);
}
