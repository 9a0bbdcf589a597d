using System.Diagnostics.CodeAnalysis;
using P2PCS.Protocol;
using P2PCS.Query.Execution;
using P2PCS.Query.Language;
using P2PCS.Query.Values;

namespace P2PCS.Query.Standing;

/// <summary>Whole answers out of standing aggregates: groups are chosen, ordered and shown as the
/// query says.</summary>
public static class StandingQueries
{
    /// <summary>How old they may be for a query that says nothing. Source: the bound on
    /// the age of a standing count.</summary>
    public static readonly TimeSpan UsualAge = TimeSpan.FromSeconds(10);

    // Source: the language's specification, rights: groups over coarse columns.
    private const double CoarseLeast = 4.5;

    /// <summary>Answers a query.</summary>
    /// <param name="now">The moment.</param>
    /// <param name="picture">The newest picture; null while there is none.</param>
    /// <param name="query">Any query.</param>
    /// <param name="answer">The answer; null where they cannot tell, or are too old.</param>
    public static bool TryAnswer(
        Instant now,
        StandingPicture? picture,
        BoundQuery query,
        [NotNullWhen(true)] out QueryAnswer? answer)
    {
        answer = null;
        bool isHidden = query is { IsCoarse: true, GroupBy.Count: 0 }
            && picture?.Peers < CoarseLeast;
        if (picture is null || isHidden || !StandingAnswers.TryAnswer(
            picture, query, OldestFor(now, query.Query.Options), out StandingAnswer found))
        {
            return false;
        }

        answer = new QueryAnswer
        {
            Columns = [.. query.Outputs.Select(output =>
                new AnswerColumn(output.Name, output.Type, output.Unit))],
            Rows = Rows(now, query, found),
            Coverage = new QueryCoverage((long)Math.Round(found.Peers), found.Peers),
            Approximate = true,
            Error = found.Error,
            Oldest = found.AsOf,
            Newest = found.AsOf,
            Plan = new QueryPlan(PlanKind.Standing, 1).ToString(),
        };
        return true;
    }

    private static Instant OldestFor(Instant now, QueryOptions options)
    {
        if (!options.MaxAge.IsNull)
            return now - TimeSpan.FromSeconds(options.MaxAge.AsNumber);
        return options.Consistency == Consistency.Gossip ? default : now - UsualAge;
    }

    private static List<IReadOnlyList<AnswerCell>> Rows(
        Instant now, BoundQuery query, StandingAnswer found)
    {
        var budget = new Budget(now.Ticks / TimeSpan.TicksPerMillisecond, Budget.PeerSteps);
        var shown = new List<(ValueRow Row, Value[] Order)>();
        foreach (IReadOnlyList<Value> values in found.Rows)
        {
            budget.NextRow();
            var row = new ValueRow(values);
            if (query.Having is { } having && !having.Evaluate(row, ref budget).IsTrue)
                continue;
            var order = new Value[query.OrderBy.Count];
            for (int i = 0; i < order.Length; i++)
                order[i] = query.OrderBy[i].Key.Evaluate(row, ref budget);
            shown.Add((row, order));
        }

        shown.Sort((a, b) => AnswerSheet.Compare(query, a.Order, b.Order));
        var rows = new List<IReadOnlyList<AnswerCell>>();
        foreach ((ValueRow row, _) in shown.Take(query.Query.Limit ?? int.MaxValue))
        {
            budget.NextRow();
            var cells = new AnswerCell[query.Outputs.Count];
            for (int i = 0; i < cells.Length; i++)
                cells[i] = new AnswerCell(query.Outputs[i].Value.Evaluate(row, ref budget));
            rows.Add(cells);
        }

        return rows;
    }

    private sealed class ValueRow(IReadOnlyList<Value> values) : Row
    {
        public override Value this[int column] => values[column];
    }
}
