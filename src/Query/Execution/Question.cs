using P2PCS.Protocol;
using P2PCS.Query.Aggregates;
using P2PCS.Query.Catalog;
using P2PCS.Query.Language;

namespace P2PCS.Query.Execution;

/// <summary>A query as each peer carries it out: made of the same text everywhere, so only the
/// text is sent.</summary>
/// <param name="Text">The canonical text.</param>
/// <param name="Table">Whose rows it reads.</param>
/// <param name="Outputs">What it shows.</param>
public sealed record Question(string Text, Table Table, IReadOnlyList<Output> Outputs)
{
    /// <summary>Longest text, in bytes of UTF-8. Source: the language's specification.</summary>
    public const int TextBytes = 8 * 1024;

    /// <summary>Contributors that a group over coarse columns needs. Source: the language's
    /// specification, security and privacy.</summary>
    public const int CoarsePeers = 5;

    /// <summary>Longest state of one group. Our guess: what leaves room for the heads of an
    /// answer of 64 KiB.</summary>
    public const int GroupBytes = 60 * 1024;

    /// <summary>Which rows count; null is all.</summary>
    public Reading? Where { get; init; }

    /// <summary>Whether rows are shown themselves; otherwise groups of them.</summary>
    public bool IsRowQuery { get; init; }

    /// <summary>What groups are named by.</summary>
    public IReadOnlyList<Reading> Keys { get; init; } = [];

    /// <summary>What is computed of each group.</summary>
    public IReadOnlyList<Measure> Measures { get; init; } = [];

    /// <summary>Which groups are shown; null is all.</summary>
    public Reading? Having { get; init; }

    /// <summary>What comes first.</summary>
    public IReadOnlyList<Ordering> Order { get; init; } = [];

    /// <summary>Rows that are shown; null is the default.</summary>
    public int? Limit { get; init; }

    /// <summary>Where the answer may come from; null: the planner chooses.</summary>
    public Consistency? Consistency { get; init; }

    /// <summary>Longest wait; null: the kernel's.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Largest error that will do, as a share; null: the answer is to be exact.
    /// </summary>
    public double? MaxError { get; init; }

    /// <summary>Least share of the peers that must have answered; null: any.</summary>
    public double? MinCoverage { get; init; }

    /// <summary>How old an answer may be; null: as old as the standing aggregates are.</summary>
    public TimeSpan? MaxAge { get; init; }

    /// <summary>Peers that a group must have to be shown apart.</summary>
    public int PeersMin { get; init; } = 1;

    /// <summary>Rows that one peer can have: beyond, its answer is refused.</summary>
    public long RowsPerPeer => Table.Name switch
    {
        "peers" => 1,
        "leases" => Limits.Leases,
        "subclouds" => Limits.LiveSubclouds + Limits.EndedSubclouds,
        "attempts" => Limits.LocalAttempts,
        _ => Limits.Tasks,
    };

    /// <summary>Rows that are shown.</summary>
    public int Shown => Limit ?? RowShape.DefaultLimit;

    /// <summary>What groups are.</summary>
    public GroupShape Groups => field ??=
        new GroupShape(Keys.Count, [.. Measures.Select(measure => measure.Spec)]);

    /// <summary>What rows are.</summary>
    public RowShape Rows => field ??=
        new RowShape(Outputs.Count, [.. Order.Select(order => order.Descending)], Shown);

    /// <summary>Bytes that the state of one group takes at the most.</summary>
    public int StateBytes => (Keys.Count * Values.Value.WireBytes)
        + Measures.Sum(measure => measure.Spec.WireBytesMax);
}
