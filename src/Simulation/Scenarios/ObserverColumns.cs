namespace P2PCS.Simulation.Scenarios;

/// <summary>All observers by their names in scenario files, and their columns.</summary>
public static class ObserverColumns
{
    /// <summary>Names of observers in scenario files.</summary>
    public static IReadOnlyDictionary<string, Observer> Names { get; } =
        new Dictionary<string, Observer>(StringComparer.Ordinal)
        {
            ["nodes"] = Observer.Nodes,
            ["variance"] = Observer.Variance,
            ["estimate"] = Observer.Estimate,
            ["count"] = Observer.Count,
            ["in-degree"] = Observer.InDegree,
            ["clustering"] = Observer.Clustering,
            ["largest-component"] = Observer.LargestComponent,
            ["dead-links"] = Observer.DeadLinks,
        };

    private static readonly ObserverColumn[] All =
    [
        new("nodes", "nodes alive", Observer.Nodes),
        new("variance", "variance of the estimates", Observer.Variance, true),
        new("variance.factor", "factor of the variance per cycle", Observer.Variance),
        new("estimate.mean", "mean estimate", Observer.Estimate),
        new("estimate.least", "smallest estimate", Observer.Estimate),
        new("estimate.most", "largest estimate", Observer.Estimate),
        new("count.mean", "mean of the sizes that nodes compute", Observer.Count),
        new("count.ratio", "that mean, relative to the nodes alive", Observer.Count),
        new("count.error", "worst relative error of a node's size", Observer.Count, true),
        new("in-degree.mean", "mean in-degree", Observer.InDegree),
        new("in-degree.sd", "standard deviation of the in-degree", Observer.InDegree),
        new("in-degree.least", "smallest in-degree", Observer.InDegree),
        new("in-degree.most", "largest in-degree", Observer.InDegree),
        new("clustering", "clustering coefficient", Observer.Clustering),
        new("largest-component", "nodes in the largest component", Observer.LargestComponent),
        new("dead-links", "entries that name dead nodes", Observer.DeadLinks),
    ];

    /// <summary>The columns of some observers, in a fixed order.</summary>
    public static IReadOnlyList<ObserverColumn> Of(IReadOnlyCollection<Observer> observers) =>
        [.. All.Where(column => observers.Contains(column.Observer))];
}
