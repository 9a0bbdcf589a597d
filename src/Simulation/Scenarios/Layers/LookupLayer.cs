namespace P2PCS.Simulation.Scenarios.Layers;

/// <summary>Kademlia: nodes keep others by the length of the common prefix of their ids, and look
/// keys up by asking those nearest to it.</summary>
/// <remarks>Source: Maymounkov, Mazières, "Kademlia: a peer-to-peer information system based on
/// the XOR metric", IPTPS 2002, sections 2.2 and 2.3.</remarks>
public sealed record LookupLayer : Layer
{
    // The longest table: 27 prefixes that differ among 10^8 nodes, and a few spare ones.
    private const int MostBuckets = 32;

    private static readonly Dictionary<string, bool> Tables = new(StringComparer.Ordinal)
    {
        ["ideal"] = true,
        ["gossip"] = false,
    };

    private static readonly ObserverPanel HopsPanel = new(
        "Hops", "until the lookup heard of the node that it found");

    /// <summary>What lookups from random nodes to random keys find.</summary>
    public static Observer Lookups { get; } = new(
        "lookups",
        new ObserverColumn("lookups.found", "lookups that found the nearest node alive",
            new ObserverPanel("Found", "fraction of the lookups that found the nearest node "
                + "alive")
            { Reaches = 1 }),
        new ObserverColumn("lookups.hops", "mean hops", HopsPanel),
        new ObserverColumn("lookups.hops.most", "most hops", HopsPanel),
        new ObserverColumn("lookups.asked", "nodes asked in a lookup, mean",
            new ObserverPanel("Nodes asked", "mean of a lookup, with those that do not answer")),
        new ObserverColumn("lookups.timeouts", "nodes that did not answer in a lookup, mean",
            new ObserverPanel("Timeouts", "nodes that did not answer, mean of a lookup")));

    internal static LayerKind Own { get; } = new(
        "lookups", [Lookups], section => new LookupLayer
        {
            Bucket = (int)(section.Integer("k", 1, 64) ?? 20),
            Alpha = (int)(section.Integer("alpha", 1, 16) ?? 3),
            IsIdeal = section.Choice("tables", Tables) ?? false,
            Count = (int)(section.Integer("count", 1, 100_000) ?? 500),
        });

    /// <summary>Contacts in a bucket, and nodes that a lookup finds. Source: the paper, section
    /// 2.2: k = 20.</summary>
    public int Bucket { get; init; } = 20;

    /// <summary>Nodes asked at the same time. Source: the paper, section 2.3: alpha = 3.
    /// </summary>
    public int Alpha { get; init; } = 3;

    /// <summary>Whether buckets are filled at random by an oracle, once; else nodes learn by
    /// gossip. Our guess: by gossip.</summary>
    public bool IsIdeal { get; init; }

    /// <summary>Lookups in each measurement. Our guess: enough for a percent.</summary>
    public int Count { get; init; } = 500;

    /// <inheritdoc/>
    public override LayerKind Kind => Own;

    /// <inheritdoc/>
    public override FaultKinds Bears => IsIdeal ? FaultKinds.Fixed : FaultKinds.All;

    /// <inheritdoc/>
    public override string Reason => "ideal tables are filled once";

    internal override long Width => MostBuckets * Bucket;

    internal override LayerTable Fill(LayerWorld world) => new LookupTable(this, world);
}
