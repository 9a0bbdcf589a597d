using P2PCS.Query.Values;

namespace P2PCS.Query.Execution;

/// <summary>A column of an answer.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">What its values are.</param>
/// <param name="Unit">What its numbers count.</param>
/// <param name="Reading">Its value: of a row of the table or, where rows are aggregated, of a
/// group: the keys first, then the aggregates.</param>
public sealed record Output(string Name, ColumnType Type, Unit Unit, Reading Reading);
