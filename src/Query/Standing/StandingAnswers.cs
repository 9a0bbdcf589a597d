using P2PCS.Protocol;
using P2PCS.Query.Catalog;
using P2PCS.Query.Language;
using P2PCS.Query.Language.Nodes;
using P2PCS.Query.Values;

namespace P2PCS.Query.Standing;

/// <summary>
/// Which queries the standing aggregates answer: of the table of machines without WHERE, count,
/// sum, avg, var, stddev, min, max and percentile of standing columns, or count(*) by one column
/// whose values are counted.
/// </summary>
public static class StandingAnswers
{
    /// <summary>The name of the group of all that found no room.</summary>
    public const string Other = "__other";

    // Source: the language's specification, rights: groups over coarse columns.
    private const double CoarseLeast = 5;

    /// <summary>Whether they can answer a query, once there is a picture.</summary>
    public static bool Cover(BoundQuery query)
    {
        StandingColumns columns = StandingColumns.OfPeers;
        if (query.Table != columns.Table || query.Where is not null || query.IsRowQuery)
            return false;
        if (query.GroupBy.Count == 0)
            return query.Aggregates.All(call => IsCovered(call, columns));
        return query.GroupBy is [ColumnRead key] && columns.Labels.Contains(key.Column)
            && query.Aggregates.All(call => call.Function == AggregateFunction.CountRows);
    }

    /// <summary>Answers a query out of a picture.</summary>
    /// <param name="picture">The newest one.</param>
    /// <param name="query">One that is covered; else there is no answer.</param>
    /// <param name="oldest">What is of an epoch that began before this does not do.</param>
    /// <param name="answer">The answer.</param>
    /// <returns>False where there is none; nothing changes.</returns>
    public static bool TryAnswer(
        StandingPicture picture,
        BoundQuery query,
        Instant oldest,
        out StandingAnswer answer)
    {
        answer = new StandingAnswer([], picture.Error, picture.Peers, picture.AsOf);
        if (!Cover(query))
            return false;
        bool isKnown = query.GroupBy is [ColumnRead key]
            ? TryGroup(picture, query, key.Column, ref answer)
            : TryAll(picture, query, ref answer);
        return isKnown && answer.AsOf >= oldest;
    }

    private static bool IsCovered(AggregateCall call, StandingColumns columns) =>
        call.Function switch
        {
            AggregateFunction.CountRows => true,
            AggregateFunction.Count or AggregateFunction.Sum or AggregateFunction.Avg
                or AggregateFunction.Var or AggregateFunction.Stddev or AggregateFunction.Min
                or AggregateFunction.Max or AggregateFunction.Percentile =>
                call.Argument is ColumnRead read && columns.Numbers.Contains(read.Column),
            _ => false,
        };

    private static bool TryAll(
        StandingPicture picture, BoundQuery query, ref StandingAnswer answer)
    {
        var row = new List<Value>();
        foreach (AggregateCall call in query.Aggregates)
        {
            if (call.Argument is not ColumnRead read)
            {
                row.Add(Whole(picture.Peers));
                continue;
            }

            if (picture.Find(read.Column) is not { } column)
                return false;
            bool isShape = call.Function == AggregateFunction.Percentile;
            if (isShape && column.Shape is null)
                return false;
            Instant asOf = isShape ? column.Shape!.AsOf : column.AsOf;
            answer = answer with { AsOf = Instant.Min(answer.AsOf, asOf) };
            row.Add(isShape
                ? Percentile(column.Shape!, call, ref answer)
                : Number(column, call));
        }

        answer = answer with { Rows = [row] };
        return true;
    }

    private static Value Percentile(
        ColumnShape shape, AggregateCall call, ref StandingAnswer answer)
    {
        (double value, double error) = shape.Percentile(call.Parameter);
        double share = error == 0 ? 0 : value == 0 ? 1 : Math.Abs(error / value);
        answer = answer with { Error = Math.Max(answer.Error, share) };
        return Typed(value, call);
    }

    private static Value Number(ColumnPicture column, AggregateCall call)
    {
        // Of a sample, as the language has it.
        double variance = column.Variance * column.Count / Math.Max(column.Count - 1, 1);
        return call.Function switch
        {
            AggregateFunction.Count => Whole(column.Count),
            AggregateFunction.Sum => Typed(column.Sum, call),
            AggregateFunction.Avg => Typed(column.Mean, call),
            AggregateFunction.Min => Typed(column.Min, call),
            AggregateFunction.Max => Typed(column.Max, call),
            _ when column.Count < 1.5 => Value.Null,
            AggregateFunction.Var => Typed(variance, call),
            _ => Typed(Math.Sqrt(variance), call),
        };
    }

    private static bool TryGroup(
        StandingPicture picture, BoundQuery query, int column, ref StandingAnswer answer)
    {
        if (picture.FindLabels(column) is not { } labels)
            return false;
        Column about = query.Table.Columns[column];
        bool isCoarse = about.Privacy == Privacy.Coarse;
        var rows = new List<IReadOnlyList<Value>>();
        double other = labels.Other;
        foreach ((string text, double count) in labels.Values)
        {
            if (isCoarse && count < CoarseLeast)
                other += count;
            else
                AddGroup(rows, query, Named(text, about.Type), count);
        }

        bool isFew = isCoarse && labels.Unknown < CoarseLeast;
        other += isFew ? labels.Unknown : 0;
        if (!isCoarse || other >= CoarseLeast)
            AddGroup(rows, query, Named(Other, about.Type), other);
        if (!isFew)
            AddGroup(rows, query, Value.Null, labels.Unknown);
        answer = answer with
        {
            Rows = rows,
            AsOf = Instant.Min(answer.AsOf, labels.AsOf),
            Error = Math.Max(answer.Error, labels.Other / picture.Peers),
        };
        return true;
    }

    private static void AddGroup(
        List<IReadOnlyList<Value>> rows, BoundQuery query, Value key, double count)
    {
        if (Math.Round(count) >= 1)
            rows.Add([key, .. query.Aggregates.Select(_ => Whole(count))]);
    }

    private static Value Named(string text, ColumnType type) =>
        type == ColumnType.Version ? Value.OfVersion(text) : Value.Of(text);

    private static Value Whole(double number) => Value.Of((long)Math.Round(number));

    private static Value Typed(double number, AggregateCall call) =>
        call.Type == ColumnType.Int
            ? Value.Of((long)Math.Round(number), call.Unit)
            : Value.Of(number, call.Unit);
}
