namespace P2PCS.Simulation.Scenarios.Layers;

/// <summary>
/// COUNT: several instances of averaging at once, each from the value 1 at one node and 0 at all
/// others; a node's size is the trimmed mean over the instances.
/// </summary>
/// <remarks>Source: Jelasity, Montresor, Babaoglu, TOCS 23(3), 2005, sections 5 and 7.3.
/// </remarks>
public sealed record CountLayer : Layer
{
    internal const int MaxInstances = 100;
    internal const int DefaultInstances = 20;

    /// <summary>The size that nodes compute.</summary>
    public static Observer Size { get; } = new(
        "count",
        new ObserverColumn("count.mean", "mean of the sizes that nodes compute"),
        new ObserverColumn("count.ratio", "that mean, relative to the nodes alive",
            new ObserverPanel("Size computed by nodes",
                "mean over the nodes, relative to the true size")),
        new ObserverColumn("count.error", "worst relative error of a node's size",
            new ObserverPanel("Error of the size",
                "the worst node, relative to the true size", true)));

    internal static LayerKind Own { get; } = new("count", [Size], section => new CountLayer
    {
        Instances = (int)(section.Integer("instances", 1, MaxInstances) ?? DefaultInstances),
    });

    /// <summary>Instances that run at once. Source: Jelasity et al., TOCS 2005, section 7.3: 20.
    /// </summary>
    public int Instances { get; init; } = DefaultInstances;

    /// <inheritdoc/>
    public override LayerKind Kind => Own;

    /// <inheritdoc/>
    public override FaultKinds Bears => FaultKinds.Fixed;

    /// <inheritdoc/>
    public override string Reason => WaitsForEpoch;

    internal override long Width => Instances;

    internal override LayerTable Fill(LayerWorld world) => new CountTable(Instances, world);
}
