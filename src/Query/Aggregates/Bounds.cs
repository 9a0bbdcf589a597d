namespace P2PCS.Query.Aggregates;

/// <summary>What an answer can hold at the most: beyond, it lies and is refused.</summary>
/// <param name="Peers">Peers that it says it counted.</param>
/// <param name="Rows">Rows that as many peers can have.</param>
public readonly record struct Bounds(long Peers, long Rows);
