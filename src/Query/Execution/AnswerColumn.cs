using P2PCS.Query.Values;

namespace P2PCS.Query.Execution;

/// <summary>A column of an answer.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">What its values are.</param>
/// <param name="Unit">What its numbers count.</param>
public sealed record AnswerColumn(string Name, ColumnType Type, Unit Unit);
