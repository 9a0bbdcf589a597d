namespace P2PCS.Query.Aggregates;

/// <summary>What all group tables of one query have in common.</summary>
/// <param name="Keys">Values that name a group; 0 for one group of all.</param>
/// <param name="Aggregates">What is computed of each group.</param>
public sealed record GroupShape(int Keys, IReadOnlyList<AggregateSpec> Aggregates)
{
    /// <summary>Groups that are kept apart; the rest is one group. Source: the language's
    /// specification.</summary>
    public int GroupsMax { get; init; } = 1000;
}
