using P2PCS.Query.Aggregates;
using P2PCS.Query.Language;

namespace P2PCS.Query.Execution;

/// <summary>What aggregates of the language compute.</summary>
internal static class Specs
{
    public static AggregateSpec Of(AggregateCall call) => new(KindOf(call.Function))
    {
        Low = call.Argument?.Low ?? double.NegativeInfinity,
        High = call.Argument?.High ?? double.PositiveInfinity,
        Unit = call.Argument?.Unit ?? Values.Unit.None,
        Share = call.Function == AggregateFunction.Percentile ? call.Parameter : 0,
        Size = call.Function is AggregateFunction.TopK or AggregateFunction.Sample
            or AggregateFunction.Histogram ? Math.Clamp((int)call.Parameter, 1, 100) : 1,
    };

    private static AggregateKind KindOf(AggregateFunction function) => function switch
    {
        AggregateFunction.CountRows or AggregateFunction.Count => AggregateKind.Count,
        AggregateFunction.CountDistinct => AggregateKind.Distinct,
        AggregateFunction.Sum => AggregateKind.Sum,
        AggregateFunction.Avg => AggregateKind.Average,
        AggregateFunction.Var => AggregateKind.Variance,
        AggregateFunction.Stddev => AggregateKind.Deviation,
        AggregateFunction.Min => AggregateKind.Min,
        AggregateFunction.Max => AggregateKind.Max,
        AggregateFunction.BoolAnd => AggregateKind.BoolAnd,
        AggregateFunction.BoolOr => AggregateKind.BoolOr,
        AggregateFunction.Percentile => AggregateKind.Percentile,
        AggregateFunction.TopK => AggregateKind.TopK,
        AggregateFunction.Histogram => AggregateKind.Histogram,
        _ => AggregateKind.Sample,
    };
}
