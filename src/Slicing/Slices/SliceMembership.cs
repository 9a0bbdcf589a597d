namespace P2PCS.Slicing.Slices;

/// <summary>Whether a peer is in a slice, so that a peer at a border does not change over with
/// every epoch.</summary>
/// <remarks>Source: Slead (Maia et al., DAIS 2012) for the idea; protocols reference 3.5 for the
/// numbers: leave only if the estimate is beyond the boundary by more than twice the larger of
/// its error and 2.5 % of the slice's width, three epochs long. Ours: an estimate with less than
/// half the error counts at once.</remarks>
public sealed class SliceMembership
{
    private const int Epochs = 3;
    private const double Margin = 0.025;

    private readonly Slice slice;
    private double decidedError = double.PositiveInfinity;
    private int beyond;

    /// <summary>Not decided yet.</summary>
    /// <param name="slice">The slice.</param>
    public SliceMembership(Slice slice) => this.slice = slice;

    /// <summary>Whether the peer is in the slice, as last decided.</summary>
    public bool IsIn { get; private set; }

    /// <summary>The peer is in the slice from now on.</summary>
    /// <param name="place">The peer's rank.</param>
    public void Enter(in RankPlace place) =>
        (IsIn, decidedError, beyond) = (true, place.Error, 0);

    /// <summary>Takes in the estimate of a new epoch.</summary>
    /// <param name="place">The peer's rank.</param>
    public void Decide(in RankPlace place)
    {
        bool isIn = slice.Contains(place.Rank);
        if (isIn == IsIn || place.Error < decidedError / 2)
        {
            IsIn = isIn;
            decidedError = Math.Min(decidedError, place.Error);
            beyond = 0;
            return;
        }

        double margin = 2 * Math.Max(place.Error, Margin * slice.Width);
        beyond = slice.Depth(place.Rank) > margin ? beyond + 1 : 0;
        if (beyond < Epochs)
            return;
        (IsIn, beyond) = (isIn, 0);
    }
}
