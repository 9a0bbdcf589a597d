namespace P2PCS.Simulation.Scenarios.Layers;

/// <summary>Size from the smallest of K random numbers of every node.</summary>
/// <remarks>Source: Baquero, Almeida, Menezes, Jesus, IEEE TPDS 23(4), 2012, section 3.</remarks>
public sealed record ExtremaLayer : Layer
{
    /// <summary>The size that nodes compute.</summary>
    public static Observer Size { get; } = new(
        "extrema",
        new ObserverColumn("extrema.ratio", "mean of the sizes that nodes compute, relative to "
            + "the nodes alive", new ObserverPanel("Size by extrema",
                "mean over the nodes, relative to the true size")),
        new ObserverColumn("extrema.error", "relative error of that mean",
            new ObserverPanel("Error of the size by extrema",
                "of the mean; repeating it does not help, only more numbers do")),
        new ObserverColumn("extrema.sd", "spread of the sizes over the nodes, relative to their "
            + "mean", new ObserverPanel("Spread of the size by extrema",
                "standard deviation over the nodes, relative to their mean")));

    internal static LayerKind Own { get; } = new("extrema", [Size], section => new ExtremaLayer
    {
        Numbers = (int)(section.Integer("numbers", 3, 10_000) ?? 400),
    });

    /// <summary>Random numbers of each node. Source: Baquero et al., TPDS 2012, section 3: 400
    /// for a relative deviation of .05.</summary>
    public int Numbers { get; init; } = 400;

    /// <inheritdoc/>
    public override LayerKind Kind => Own;

    /// <inheritdoc/>
    public override FaultKinds Bears => FaultKinds.Fixed;

    /// <inheritdoc/>
    public override string Reason => "the smallest numbers do not forget the nodes that left";

    internal override long Width => Numbers;

    internal override LayerTable Fill(LayerWorld world) => new ExtremaTable(Numbers, world);
}
