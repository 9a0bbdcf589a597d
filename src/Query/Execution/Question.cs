using System.Text;
using P2PCS.Protocol;
using P2PCS.Query.Aggregates;
using P2PCS.Query.Language;

namespace P2PCS.Query.Execution;

/// <summary>A query as each peer carries it out: made of the same text everywhere, so only the
/// text is sent.</summary>
public sealed class Question
{
    /// <summary>Longest text, in bytes of UTF-8. Source: the language's specification.</summary>
    public const int TextBytes = 8 * 1024;

    /// <summary>Contributors that a group over coarse columns needs. Source: the language's
    /// specification, security and privacy.</summary>
    public const int CoarsePeers = 5;

    /// <summary>Longest state of one group, in bytes. Our guess: what leaves room for the heads
    /// of an answer of 64 KiB.</summary>
    public const int GroupBytes = 60 * 1024;

    /// <summary>Most rows that are kept on the way. Our guess: what fits into 64 KiB.</summary>
    public const int RowsMax = 4096;

    /// <summary>A question.</summary>
    /// <param name="query">The query, checked.</param>
    public Question(BoundQuery query)
    {
        Query = query;
        Text = query.Query.ToString();
        Groups = new GroupShape(
            query.GroupBy.Count, [.. query.Aggregates.Select(Specs.Of)]);
        Rows = new RowShape(
            query.Outputs.Count, [.. query.OrderBy.Select(order => order.Descending)],
            Math.Clamp(query.Query.Limit ?? RowShape.DefaultLimit, 1, RowsMax));
    }

    /// <summary>The query.</summary>
    public BoundQuery Query { get; }

    /// <summary>Its canonical text: what is sent.</summary>
    public string Text { get; }

    /// <summary>What groups are.</summary>
    public GroupShape Groups { get; }

    /// <summary>What rows are, for a row query.</summary>
    public RowShape Rows { get; }

    /// <summary>Rows that one peer can have: an answer with more is refused.</summary>
    public long RowsPerPeer => Query.Table.Name switch
    {
        "peers" => 1,
        "leases" => Limits.Leases,
        "subclouds" => Limits.LiveSubclouds + Limits.EndedSubclouds,
        "attempts" => Limits.RememberedAttempts,
        _ => Limits.Tasks,
    };

    /// <summary>Rows that are shown.</summary>
    public int Shown => Query.Query.Limit ?? RowShape.DefaultLimit;

    /// <summary>Longest wait that the query asks for; null: it says nothing.</summary>
    public TimeSpan? Timeout => Query.Query.Options.Timeout is { IsNull: false } timeout
        ? TimeSpan.FromSeconds(Math.Clamp(timeout.AsNumber, 0.01, 3600))
        : null;

    /// <summary>Peers that a group must have to be shown apart.</summary>
    public int PeersMin => Query.IsCoarse && !Query.IsRowQuery ? CoarsePeers : 1;

    /// <summary>Why no peer would carry it out; null where all would.</summary>
    public QueryDenial? Denial
    {
        get
        {
            int state = (Groups.Keys * Values.Value.WireBytes)
                + Groups.Aggregates.Sum(spec => spec.WireBytesMax);
            if (state > GroupBytes)
                return QueryDenial.TooCostly;
            return Encoding.UTF8.GetByteCount(Text) > TextBytes
                ? QueryDenial.NotUnderstood : null;
        }
    }

    /// <summary>Reads a text that a peer sent; null where it is no query.</summary>
    public static Question? Read(string text) =>
        Binder.TryBind(text, out BoundQuery? query, out _) ? new Question(query) : null;
}
