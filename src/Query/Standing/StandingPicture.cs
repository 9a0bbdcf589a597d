using P2PCS.Protocol;

namespace P2PCS.Query.Standing;

/// <summary>The newest aggregates over all peers, as one peer knows them. Immutable.</summary>
/// <param name="Peers">Number of peers at <paramref name="AsOf"/>; not whole.</param>
/// <param name="Error">Relative error of <paramref name="Peers"/> to be expected at 95 %: from
/// the spread of the concurrent instances, and where the peer's roster is whole at least what the
/// roster differs by. Not bounded: averaging does not withstand a peer that cheats in the
/// exchanges themselves.</param>
/// <param name="AsOf">Start of the epoch that counted the peers.</param>
/// <param name="Epoch">Its number.</param>
/// <param name="Columns">Numeric columns of which some peer has a value.</param>
/// <param name="Labels">Columns whose values are counted.</param>
public sealed record StandingPicture(
    double Peers,
    double Error,
    Instant AsOf,
    ulong Epoch,
    IReadOnlyList<ColumnPicture> Columns,
    IReadOnlyList<LabelPicture> Labels)
{
    /// <summary>How old the number of peers is.</summary>
    public TimeSpan Age(Instant now) => now - AsOf;

    /// <summary>A numeric column by its index in the table; null where nothing is known.
    /// </summary>
    public ColumnPicture? Find(int column)
    {
        foreach (ColumnPicture picture in Columns)
        {
            if (picture.Column == column)
                return picture;
        }

        return null;
    }

    /// <summary>A counted column by its index in the table; null where nothing is known.
    /// </summary>
    public LabelPicture? FindLabels(int column)
    {
        foreach (LabelPicture picture in Labels)
        {
            if (picture.Column == column)
                return picture;
        }

        return null;
    }
}
