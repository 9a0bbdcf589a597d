namespace P2PCS.Simulation.Scenarios.Layers;

/// <summary>
/// Tasks arrive at nodes, ask some others how long their queues are and go to the shortest; one
/// task at a time runs on a node, for a random time with mean 1 cycle.
/// </summary>
/// <remarks>Source: Mitzenmacher, "The power of two choices in randomized load balancing", IEEE
/// TPDS 12(10), 2001.</remarks>
public sealed record PlacementLayer : Layer
{
    /// <summary>How well the load is spread.</summary>
    public static Observer Load { get; } = new(
        "placement",
        new ObserverColumn("placement.most", "tasks at the node with most of them",
            new ObserverPanel("Longest queue", "tasks at the node with most of them")),
        new ObserverColumn("placement.time", "mean time of a task in the system, in cycles, over "
            + "the second half of the run so far", new ObserverPanel("Time in the system",
                "mean of waiting and running, in cycles, over the second half so far")),
        new ObserverColumn("placement.busy", "share of the nodes with a task",
            new ObserverPanel("Busy nodes", "fraction of the nodes alive with a task")
            {
                Reaches = 1,
            }),
        new ObserverColumn("placement.refused", "share of the tasks for which nobody answered",
            new ObserverPanel("Refused tasks", "fraction for which nobody answered, so far")),
        new ObserverColumn("placement.lost", "share of the tasks that ended with their node",
            new ObserverPanel("Lost tasks", "fraction that ended with their node, so far")));

    internal static LayerKind Own { get; } = new(
        "placement", [Load], section => new PlacementLayer
        {
            Probes = (int)(section.Integer("probes", 1, 16) ?? 2),
            Share = section.Number("load", one => one is > 0 and < 1, "above 0 and below 1")
                ?? 0.9,
        });

    /// <summary>Nodes asked for each task. Source: Mitzenmacher, TPDS 2001: 2.</summary>
    public int Probes { get; init; } = 2;

    /// <summary>Arriving work as a share of what the nodes can do. Source: the same: .9.
    /// </summary>
    public double Share { get; init; } = 0.9;

    /// <inheritdoc/>
    public override LayerKind Kind => Own;

    internal override long Width => 1;

    internal override LayerTable Fill(LayerWorld world) => new PlacementTable(this, world);
}
