using P2PCS.Query.Language;
using P2PCS.Query.Values;

namespace P2PCS.Query.Execution;

/// <summary>What an expression is of a row.</summary>
/// <param name="row">The row.</param>
/// <param name="budget">What may still be spent.</param>
public delegate Value Reading(Row row, ref Budget budget);
