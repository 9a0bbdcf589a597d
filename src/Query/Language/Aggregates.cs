using P2PCS.Query.Language.Nodes;
using P2PCS.Query.Values;

namespace P2PCS.Query.Language;

/// <summary>Checks the arguments of aggregates.</summary>
/// <param name="binder">Checks expressions in them; aggregates are not allowed there.</param>
/// <param name="faults">Where errors are left.</param>
internal sealed class Aggregates(ExpressionBinder binder, Faults faults)
{
    private const int ListMax = 100;

    private static readonly Dictionary<string, (AggregateFunction Function, string Form)> Known =
        new()
        {
            ["count"] = (AggregateFunction.Count, "count(*), count(x) or count(DISTINCT x)"),
            ["sum"] = (AggregateFunction.Sum, "sum(x)"),
            ["avg"] = (AggregateFunction.Avg, "avg(x)"),
            ["var"] = (AggregateFunction.Var, "var(x)"),
            ["stddev"] = (AggregateFunction.Stddev, "stddev(x)"),
            ["min"] = (AggregateFunction.Min, "min(x); least(x, y) is the lesser of two values"),
            ["max"] = (AggregateFunction.Max,
                "max(x); greatest(x, y) is the greater of two values"),
            ["bool_and"] = (AggregateFunction.BoolAnd, "bool_and(x)"),
            ["bool_or"] = (AggregateFunction.BoolOr, "bool_or(x)"),
            ["median"] = (AggregateFunction.Percentile, "median(x)"),
            ["percentile"] = (AggregateFunction.Percentile, "percentile(x, 0.9)"),
            ["topk"] = (AggregateFunction.TopK, "topk(x, 10)"),
            ["histogram"] = (AggregateFunction.Histogram, "histogram(x, 20)"),
            ["sample"] = (AggregateFunction.Sample, "sample(x, 5)"),
            ["any"] = (AggregateFunction.Any, "any(x)"),
        };

    /// <summary>All names, for spelling.</summary>
    public static IEnumerable<string> Names => Known.Keys;

    /// <summary>Whether a name is an aggregate's.</summary>
    public static bool IsOne(string name) => Known.ContainsKey(name);

    /// <summary>Checks a call.</summary>
    /// <returns>Null where it is refused.</returns>
    public AggregateCall? Bind(Expr.Apply call, string text)
    {
        (AggregateFunction function, string form) = Known[call.Name];
        bool isCount = function == AggregateFunction.Count;
        bool takesTwo = function is AggregateFunction.TopK or AggregateFunction.Histogram
            or AggregateFunction.Sample || call.Name == "percentile";
        bool hasForm = call.Star ? isCount && call.Arguments.Count == 0
            : call.Arguments.Count == (takesTwo ? 2 : 1) && (!call.Distinct || isCount);
        if (!hasForm)
        {
            faults.Fail(call.At, $"{call.Name} is not used like this", "", $"Write {form}");
            return null;
        }

        if (call.Star)
        {
            return new AggregateCall(AggregateFunction.CountRows, null, 0, ColumnType.Int,
                Unit.None, text);
        }

        Evaluable argument = binder.Bind(call.Arguments[0]);
        if (isCount && call.Distinct)
            function = AggregateFunction.CountDistinct;
        double? parameter = takesTwo ? Parameter(call, form)
            : function == AggregateFunction.Percentile ? 0.5 : 0;
        if (parameter is null || faults.Error is not null || !Fits(call, function, argument))
            return null;
        (ColumnType type, Unit unit) = Result(function, argument);
        return new AggregateCall(function, argument, parameter.Value, type, unit, text);
    }

    private double? Parameter(Expr.Apply call, string form)
    {
        Expr given = call.Arguments[1];
        bool isShare = call.Name == "percentile";
        if (given is Expr.Literal { Value: { IsNumber: true } value }
            && (isShare
                ? value is { Unit: Unit.None or Unit.Ratio, AsNumber: >= 0 and <= 1 }
                : value is { Kind: ValueKind.Int, Unit: Unit.None, AsInt: > 0 and <= ListMax }))
        {
            return value.AsNumber;
        }

        faults.Fail(given.At, $"the second argument of {call.Name} is "
            + (isShare ? "a constant from 0 to 1" : $"a whole constant from 1 to {ListMax}"), "",
            $"Write {form}");
        return null;
    }

    private bool Fits(Expr.Apply call, AggregateFunction function, Evaluable argument)
    {
        bool wantsNumber = function is AggregateFunction.Sum or AggregateFunction.Avg
            or AggregateFunction.Var or AggregateFunction.Stddev or AggregateFunction.Percentile
            or AggregateFunction.Histogram;
        bool wantsTruth = function is AggregateFunction.BoolAnd or AggregateFunction.BoolOr;
        bool fits = wantsNumber ? Units.IsNumeric(argument.Type)
            : !wantsTruth || argument.Type is ColumnType.Bool or ColumnType.Any;
        if (!fits)
        {
            faults.Fail(call.At, $"{call.Name} needs {(wantsNumber ? "a number" : "a truth value")}"
                + $" and has {Units.Name(argument.Type, argument.Unit)}", "",
                wantsNumber ? "Count rows with count(*), or write number(...) around a text"
                    : "Compare it with something");
        }

        return fits;
    }

    private static (ColumnType, Unit) Result(AggregateFunction function, Evaluable argument) =>
        function switch
        {
            AggregateFunction.Count or AggregateFunction.CountDistinct =>
                (ColumnType.Int, Unit.None),
            AggregateFunction.Avg or AggregateFunction.Stddev or AggregateFunction.Percentile =>
                (ColumnType.Float, argument.Unit),
            AggregateFunction.Var => (ColumnType.Float, Unit.None),
            AggregateFunction.BoolAnd or AggregateFunction.BoolOr =>
                (ColumnType.Bool, Unit.None),
            AggregateFunction.TopK or AggregateFunction.Histogram or AggregateFunction.Sample =>
                (ColumnType.List, argument.Unit),
            _ => (argument.Type, argument.Unit),
        };
}
