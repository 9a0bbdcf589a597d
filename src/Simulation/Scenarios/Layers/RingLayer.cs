namespace P2PCS.Simulation.Scenarios.Layers;

/// <summary>T-Man: a ring out of random neighbours, by exchanges with the nearest.</summary>
/// <remarks>Source: Jelasity, Montresor, Babaoglu, Computer Networks 53(13), 2009, sections 3
/// and 6.</remarks>
public sealed record RingLayer : Layer
{
    /// <summary>How much of the ring of the nodes alive is there.</summary>
    public static Observer Ring { get; } = new(
        "ring",
        new ObserverColumn("ring.right", "nodes that know both neighbours alive",
            new ObserverPanel("Ring", "fraction of the nodes that know both neighbours alive")
            {
                Reaches = 1,
            }),
        new ObserverColumn("ring.missing", "nodes that miss one of them",
            new ObserverPanel("Missing links", "fraction of the nodes that miss a neighbour",
                true)),
        new ObserverColumn("ring.cycles", "cycles until all knew both for the first time"));

    internal static LayerKind Own { get; } = new("ring", [Ring], Read);

    /// <summary>Places in a message. Source: the paper, section 6: 20.</summary>
    public int Message { get; init; } = 20;

    /// <summary>A partner is one of so many nearest. Source: the paper, section 6: 10.</summary>
    public int Psi { get; init; } = 10;

    /// <summary>Places in a view. Source: protocol replay: 200, as smaller ones stall.</summary>
    public int Capacity { get; init; } = 200;

    /// <summary>Names that a node takes over from its Cyclon view in every cycle. Source: design,
    /// "5 fresh samples per exchange".</summary>
    public int Samples { get; init; } = 5;

    /// <inheritdoc/>
    public override LayerKind Kind => Own;

    internal override long Width => Capacity;

    internal override LayerTable Fill(LayerWorld world) => new RingTable(this, world);

    private static RingLayer Read(ConfSection section)
    {
        int capacity = (int)(section.Integer("view", 2, 1000) ?? 200);
        return new RingLayer
        {
            Capacity = capacity,
            Message = (int)(section.Integer("message", 1, 100) ?? 20),
            Psi = (int)(section.Integer("psi", 1, capacity) ?? Math.Min(10, capacity)),
            Samples = (int)(section.Integer("samples", 0, 64) ?? 5),
        };
    }
}
