using P2PCS.Protocol;
using P2PCS.Protocol.Wire;
using P2PCS.Query.Aggregates;
using P2PCS.Query.Language;
using P2PCS.Query.Values;

namespace P2PCS.Query.Execution;

/// <summary>What is known of a question's answer after the rows of some peers.</summary>
internal sealed class Fold
{
    private readonly Question question;
    private readonly GroupTable? groups;
    private readonly RowHeap? rows;

    /// <summary>Of no rows.</summary>
    public Fold(Question question)
    {
        this.question = question;
        if (question.Query.IsRowQuery)
            rows = new RowHeap(question.Rows);
        else
            groups = new GroupTable(question.Groups);
    }

    private Fold(Question question, GroupTable? groups, RowHeap? rows) =>
        (this.question, this.groups, this.rows) = (question, groups, rows);

    public GroupTable? Groups => groups;

    public RowHeap? Rows => rows;

    public int WireBytes => groups?.WireBytes ?? rows!.WireBytes;

    /// <summary>Takes the rows of one peer, as many as its budget allows.</summary>
    /// <param name="own">The rows.</param>
    /// <param name="lot">The peer's lot in this query.</param>
    /// <param name="budget">What the peer may spend.</param>
    public void AddPeer(IReadOnlyList<Row> own, ulong lot, ref Budget budget)
    {
        long most = Math.Min(own.Count, question.RowsPerPeer);
        var inputs = new Value[question.Query.Aggregates.Count];
        for (int i = 0; i < most && budget.NextRow(); i++)
        {
            Evaluable? where = question.Query.Where;
            if (where is null || where.Evaluate(own[i], ref budget).IsTrue)
                Add(own[i], Mix(lot + (ulong)i), inputs, ref budget);
        }

        groups?.SetOnePeer();
    }

    public void Merge(Fold other)
    {
        groups?.Merge(other.groups!);
        rows?.Merge(other.rows!);
    }

    public void Shrink(int bytes)
    {
        groups?.Shrink(bytes);
        rows?.Shrink(bytes);
    }

    public void Write(ref WireWriter writer)
    {
        groups?.Write(ref writer);
        rows?.Write(ref writer);
    }

    /// <summary>Reads what <see cref="Write"/> wrote; the reader has failed where it is not of
    /// this question, or of more rows than so many peers have.</summary>
    public static Fold Read(Question question, long peers, ref WireReader reader)
    {
        var bounds = new Bounds(peers, peers * question.RowsPerPeer);
        return question.Query.IsRowQuery
            ? new Fold(question, null, RowHeap.Read(question.Rows, bounds, ref reader))
            : new Fold(question, GroupTable.Read(question.Groups, bounds, ref reader), null);
    }

    /// <summary>A number for a peer in a query, the same wherever it is counted.</summary>
    public static ulong LotOf(PeerId peer, UInt128 query) => Mix(peer.Hash.D ^ (ulong)query);

    private void Add(Row row, ulong ticket, Value[] inputs, ref Budget budget)
    {
        BoundQuery query = question.Query;
        if (rows is not null)
        {
            var order = new Value[query.OrderBy.Count];
            var shown = new Value[query.Outputs.Count];
            for (int i = 0; i < order.Length; i++)
                order[i] = query.OrderBy[i].Key.Evaluate(row, ref budget);
            for (int i = 0; i < shown.Length; i++)
                shown[i] = query.Outputs[i].Value.Evaluate(row, ref budget);
            rows.Add(new KeptRow(order, shown, ticket));
            return;
        }

        var keys = new Value[query.GroupBy.Count];
        for (int i = 0; i < keys.Length; i++)
            keys[i] = query.GroupBy[i].Evaluate(row, ref budget);
        for (int i = 0; i < inputs.Length; i++)
            inputs[i] = query.Aggregates[i].Argument?.Evaluate(row, ref budget) ?? Value.True;
        groups!.Add(keys, inputs, ticket);
    }

    // The finalizer of splitmix64.
    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
