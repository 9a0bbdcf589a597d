namespace P2PCS.Simulation.Scenarios.Layers;

/// <summary>Averaging of a value, its square and the marks of COUNT; smallest and largest value
/// by comparison. Without one of its observers only the engine's own averaging runs.</summary>
/// <remarks>Source: Jelasity, Montresor, Babaoglu, TOCS 23(3), 2005, sections 3 and 5.</remarks>
public sealed record AveragingLayer : Layer
{
    private const string Worst = "the worst node; a straight line falls by the same factor in "
        + "every cycle";

    private static readonly Dictionary<string, StartValues> Starts = new(StringComparer.Ordinal)
    {
        ["uniform"] = StartValues.Uniform,
        ["peak"] = StartValues.Peak,
        ["halves"] = StartValues.Halves,
    };

    /// <summary>The mean of all values.</summary>
    public static Observer Mean { get; } = Of("mean", "mean", "Error of the mean");

    /// <summary>The variance of all values: mean square less squared mean.</summary>
    public static Observer Deviation { get; } = Of(
        "value-variance", "variance of the values", "Error of the variance of the values");

    /// <summary>The sum of all values: mean times COUNT.</summary>
    public static Observer Sum { get; } = Of("sum", "sum of the values", "Error of the sum");

    /// <summary>The smallest and the largest value.</summary>
    public static Observer Ends { get; } = new(
        "min-max",
        new ObserverColumn("min-max.known", "nodes that know both smallest and largest value",
            new ObserverPanel("Smallest and largest value",
                "fraction of the nodes that know both")
            { Reaches = 1 }),
        new ObserverColumn("min-max.error", "worst error, relative to the range",
            new ObserverPanel("Error of smallest and largest value",
                "the worst node, relative to the range")));

    internal static LayerKind Own { get; } = new(
        "averaging", [Mean, Deviation, Sum, Ends], section => new AveragingLayer
        {
            Start = section.Choice("start", Starts) ?? StartValues.Uniform,
            Instances = (int)(section.Integer("instances", 1, CountLayer.MaxInstances)
                ?? CountLayer.DefaultInstances),
        });

    /// <summary>The values that averaging starts from. Our guess: uniform ones.</summary>
    public StartValues Start { get; init; } = StartValues.Uniform;

    /// <summary>Instances of COUNT for the sum; unused where it is not observed. Source: Jelasity
    /// et al., TOCS 2005, section 7.3: 20.</summary>
    public int Instances { get; init; } = CountLayer.DefaultInstances;

    /// <inheritdoc/>
    public override LayerKind Kind => Own;

    /// <inheritdoc/>
    public override FaultKinds Bears => FaultKinds.Fixed;

    /// <inheritdoc/>
    public override string Reason => WaitsForEpoch;

    internal override long Width => 4 + Instances;

    internal override LayerTable Fill(LayerWorld world) => new AveragingTable(this, world);

    private static Observer Of(string name, string what, string title) => new(
        name,
        new ObserverColumn($"{name}.estimate", $"{what}, mean of what nodes compute"),
        new ObserverColumn($"{name}.error", $"{what}, worst relative error of a node",
            new ObserverPanel(title, Worst, true)));
}
