using P2PCS.Query.Values;

namespace P2PCS.Query.Execution;

/// <summary>A cell of an answer.</summary>
/// <param name="Value">Its value; of a list, a text for people.</param>
/// <param name="Items">Of a list, its items: value and count (topk), low, high and count
/// (histogram), or a value (sample); null for everything else.</param>
public readonly record struct AnswerCell(
    Value Value, IReadOnlyList<IReadOnlyList<Value>>? Items = null);
