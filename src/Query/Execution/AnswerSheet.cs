using P2PCS.Query.Aggregates;
using P2PCS.Query.Language;
using P2PCS.Query.Values;

namespace P2PCS.Query.Execution;

/// <summary>Turns what was folded into the rows that are shown.</summary>
internal static class AnswerSheet
{
    public static IReadOnlyList<AnswerColumn> Columns(BoundQuery query) =>
        [.. query.Outputs.Select(output =>
            new AnswerColumn(output.Name, output.Type, output.Unit))];

    /// <summary>The rows, and whether there are more.</summary>
    public static (IReadOnlyList<IReadOnlyList<AnswerCell>> Rows, bool Truncated) Rows(
        Question question, Fold fold, double scale, ref Budget budget)
    {
        if (fold.Rows is not { } heap)
            return Groups(question, fold.Groups!, scale, ref budget);
        var rows = heap.Rows.Take(question.Shown)
            .Select(row => (IReadOnlyList<AnswerCell>)
                [.. row.Shown.Select(value => new AnswerCell(value))])
            .ToList();
        bool wanted = question.Query.Query.Limit is { } limit && rows.Count >= limit;
        return (rows, heap.Dropped > 0 && !wanted);
    }

    /// <summary>Which of two rows comes first, by what they are ordered by.</summary>
    public static int Compare(BoundQuery query, Value[] a, Value[] b)
    {
        for (int i = 0; i < a.Length; i++)
        {
            int order = Value.Order(a[i], b[i]);
            bool turns = query.OrderBy[i].Descending && !a[i].IsNull && !b[i].IsNull;
            if (order != 0)
                return turns ? -order : order;
        }

        return 0;
    }

    private static (IReadOnlyList<IReadOnlyList<AnswerCell>>, bool) Groups(
        Question question, GroupTable table, double scale, ref Budget budget)
    {
        BoundQuery query = question.Query;
        table.Hide(question.PeersMin);
        var shown = new List<(GroupRow Row, Value[] Order)>();
        foreach (Group group in All(question, table))
        {
            budget.NextRow();
            var row = new GroupRow(query.GroupBy.Count, group, scale);
            if (query.Having is { } having && !having.Evaluate(row, ref budget).IsTrue)
                continue;
            var order = new Value[query.OrderBy.Count];
            for (int i = 0; i < order.Length; i++)
                order[i] = query.OrderBy[i].Key.Evaluate(row, ref budget);
            shown.Add((row, order));
        }

        shown.Sort((a, b) => Compare(query, a, b));
        int limit = query.Query.Limit ?? int.MaxValue;
        var rows = new List<IReadOnlyList<AnswerCell>>();
        foreach ((GroupRow row, _) in shown.Take(limit))
        {
            budget.NextRow();
            rows.Add(Cells(query, row, ref budget));
        }

        return (rows, table.Other is not null || table.Withholds);
    }

    // Without GROUP BY there is one group, even of no rows.
    private static IEnumerable<Group> All(Question question, GroupTable table)
    {
        IEnumerable<Group> groups = table.Groups;
        if (table.Other is { } other)
            groups = groups.Append(other);
        else if (question.Groups.Keys == 0 && table.Groups.Count == 0 && !table.Withholds)
            groups = [new Group(question.Groups, [])];
        return groups;
    }

    private static List<AnswerCell> Cells(BoundQuery query, GroupRow row, ref Budget budget)
    {
        var cells = new List<AnswerCell>(query.Outputs.Count);
        foreach (BoundOutput output in query.Outputs)
        {
            cells.Add(output.ListOf < 0
                ? new AnswerCell(output.Value.Evaluate(row, ref budget))
                : new AnswerCell(
                    row[query.GroupBy.Count + output.ListOf],
                    row.Group.Partials[output.ListOf].Items()));
        }

        return cells;
    }

    // Without an order by the keys, so that equal answers look equal; the rest comes last.
    private static int Compare(
        BoundQuery query, (GroupRow Row, Value[] Order) a, (GroupRow Row, Value[] Order) b)
    {
        int order = Compare(query, a.Order, b.Order);
        if (order != 0)
            return order;
        int rest = b.Row.Group.Keys.Count.CompareTo(a.Row.Group.Keys.Count);
        for (int i = 0; rest == 0 && i < a.Row.Group.Keys.Count; i++)
            rest = Value.Order(a.Row.Group.Keys[i], b.Row.Group.Keys[i]);
        return rest;
    }
}
