using P2PCS.Query.Values;

namespace P2PCS.Query.Language;

/// <summary>One aggregate that a query needs.</summary>
/// <param name="Function">Which.</param>
/// <param name="Argument">What goes in, for each row; null for count(*). Its Low and High are
/// the limits to clamp numbers to.</param>
/// <param name="Parameter">p of percentile, 0 to 1; k or b, 1 to 100, of topk, sample and
/// histogram; 0 elsewhere.</param>
/// <param name="Type">What its result is.</param>
/// <param name="Unit">What its result counts.</param>
/// <param name="Text">Its canonical text.</param>
public sealed record AggregateCall(
    AggregateFunction Function,
    Evaluable? Argument,
    double Parameter,
    ColumnType Type,
    Unit Unit,
    string Text);
