using P2PCS.Query.Aggregates;

namespace P2PCS.Query.Execution;

/// <summary>An aggregate and its input.</summary>
/// <param name="Spec">What is computed.</param>
/// <param name="Input">Of what; null for count(*).</param>
public sealed record Measure(AggregateSpec Spec, Reading? Input);
