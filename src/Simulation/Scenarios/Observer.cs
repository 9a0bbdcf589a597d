namespace P2PCS.Simulation.Scenarios;

/// <summary>What is measured after a cycle; one observer may give several columns.</summary>
public enum Observer
{
    /// <summary>Nodes alive.</summary>
    Nodes,

    /// <summary>How far the estimates are apart.</summary>
    Variance,

    /// <summary>Mean, smallest and largest estimate.</summary>
    Estimate,

    /// <summary>The size that nodes compute from estimates of a peak.</summary>
    Count,

    /// <summary>How many views a node is in.</summary>
    InDegree,

    /// <summary>Watts and Strogatz' clustering coefficient of the undirected graph.</summary>
    Clustering,

    /// <summary>The largest connected part of the graph of nodes alive, as a fraction.</summary>
    LargestComponent,

    /// <summary>Entries of views that name nodes not alive.</summary>
    DeadLinks,
}
