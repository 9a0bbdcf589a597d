namespace P2PCS.Slicing.Slices;

/// <summary>Where a peer stands among all that have a value.</summary>
/// <param name="Rank">Share of them that stand lower, from 0, below 1.</param>
/// <param name="Error">How far off it may be: of samples at 95 %; of the curve at most, if nobody
/// lies and no exchange was lost halfway.</param>
/// <param name="IsSampled">Whether it is of samples, because no epoch is over.</param>
public readonly record struct RankPlace(double Rank, double Error, bool IsSampled)
{
    internal const double Below1 = 1 - 1e-12;
}
