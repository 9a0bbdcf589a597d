using P2PCS.Protocol;

namespace P2PCS.Query.Standing;

/// <summary>What was known of one epoch.</summary>
/// <param name="AsOf">Start of the epoch.</param>
/// <param name="Peers">Number of peers.</param>
/// <param name="Error">Relative error of it, see <see cref="StandingPicture"/>.</param>
/// <param name="Means">Mean of each numeric column of <see cref="StandingColumns"/>, in its unit;
/// NaN where it was not known.</param>
public readonly record struct HistoryPoint(
    Instant AsOf, double Peers, double Error, ReadOnlyMemory<float> Means);
