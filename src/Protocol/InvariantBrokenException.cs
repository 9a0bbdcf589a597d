namespace P2PCS.Protocol;

/// <summary>Something that the code relies on is not so; the node must not go on.</summary>
/// <param name="condition">The condition that did not hold, as written.</param>
public sealed class InvariantBrokenException(string condition)
    : Exception($"Invariant broken: {condition}");
