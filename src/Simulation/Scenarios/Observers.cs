using P2PCS.Simulation.Scenarios.Layers;

namespace P2PCS.Simulation.Scenarios;

/// <summary>All observers by their names in scenario files: those of the views and the engine's
/// averaging, which always run, and those of each layer.</summary>
public static class Observers
{
    private static readonly ObserverPanel InDegreePanel = new(
        "In-degree", "how many views a node is in");

    private static readonly ObserverPanel Estimates = new(
        "Estimates", "mean, smallest and largest estimate");

    /// <summary>Nodes alive.</summary>
    public static Observer Nodes { get; } = new(
        "nodes", new ObserverColumn("nodes", "nodes alive", new ObserverPanel("Nodes alive")));

    /// <summary>How far the engine's estimates are apart.</summary>
    public static Observer Variance { get; } = new(
        "variance",
        new ObserverColumn("variance", "variance of the estimates", new ObserverPanel(
            "Convergence", "variance of the estimates; a straight line falls by the same factor "
                + "in every cycle", true)),
        new ObserverColumn("variance.factor", "factor of the variance per cycle",
            new ObserverPanel("Factor per cycle", "mean factor of the variance since the start")))
    {
        IsOfEstimates = true,
    };

    /// <summary>Mean, smallest and largest estimate.</summary>
    public static Observer Estimate { get; } = new(
        "estimate",
        new ObserverColumn("estimate.mean", "mean estimate", Estimates),
        new ObserverColumn("estimate.least", "smallest estimate", Estimates),
        new ObserverColumn("estimate.most", "largest estimate", Estimates))
    {
        IsOfEstimates = true,
    };

    /// <summary>How many views a node is in.</summary>
    public static Observer InDegree { get; } = new(
        "in-degree",
        new ObserverColumn("in-degree.mean", "mean in-degree", InDegreePanel),
        new ObserverColumn("in-degree.sd", "standard deviation of the in-degree",
            new ObserverPanel("Spread of the in-degree", "standard deviation; small means that "
                + "no node is known much better than others")),
        new ObserverColumn("in-degree.least", "smallest in-degree", InDegreePanel),
        new ObserverColumn("in-degree.most", "largest in-degree", InDegreePanel));

    /// <summary>Watts and Strogatz' clustering coefficient of the undirected graph.</summary>
    public static Observer Clustering { get; } = new(
        "clustering", new ObserverColumn("clustering", "clustering coefficient",
            new ObserverPanel("Clustering",
                "how often two neighbours of a node are neighbours")));

    /// <summary>The largest connected part of the graph of nodes alive, as a fraction.</summary>
    public static Observer LargestComponent { get; } = new(
        "largest-component",
        new ObserverColumn("largest-component", "nodes in the largest component",
            new ObserverPanel("Largest component",
                "fraction of the nodes alive that it connects")
            { Reaches = 1 }));

    /// <summary>Entries of views that name nodes not alive.</summary>
    public static Observer DeadLinks { get; } = new(
        "dead-links", new ObserverColumn("dead-links", "entries that name dead nodes",
            new ObserverPanel("Dead links",
                "fraction of the entries that name nodes not alive")));

    /// <summary>All of them, in the order of columns.</summary>
    public static IReadOnlyList<Observer> All { get; } =
    [
        Nodes, Variance, Estimate, InDegree, Clustering, LargestComponent, DeadLinks,
        .. LayerKinds.All.SelectMany(kind => kind.Observers),
    ];

    /// <summary>Observers by their names.</summary>
    public static IReadOnlyDictionary<string, Observer> Named { get; } =
        All.ToDictionary(one => one.Name, StringComparer.Ordinal);

    /// <summary>The columns of some observers, in a fixed order.</summary>
    public static IReadOnlyList<ObserverColumn> Columns(IReadOnlyCollection<Observer> observers) =>
        [.. All.Where(observers.Contains).SelectMany(observer => observer.Columns)];
}
