using P2PCS.Protocol;
using P2PCS.Query.Values;

namespace P2PCS.Query.Standing;

/// <summary>What the standing aggregates answer to a query.</summary>
/// <param name="Rows">One for each group, the largest first, one alone where the query has no
/// group key: the group key, if any, then the aggregates' results in the query's order. NULL where
/// nothing is known.</param>
/// <param name="Error">Largest relative error of a number in it to be expected; of counts by
/// group in share of all peers.</param>
/// <param name="Peers">Number of peers it is of.</param>
/// <param name="AsOf">Start of the oldest epoch that went in.</param>
public sealed record StandingAnswer(
    IReadOnlyList<IReadOnlyList<Value>> Rows, double Error, double Peers, Instant AsOf);
