using System.Numerics;
using P2PCS.Protocol;

namespace P2PCS.Membership.Epochs;

/// <summary>Push-pull averaging: each exchange leaves both sides with their mean.</summary>
/// <remarks>Source: Jelasity, Montresor, Babaoglu, "Gossip-based aggregation in large dynamic
/// networks", ACM TOCS 23(3), 2005, fig. 2 and section 5.</remarks>
public static class Averaging
{
    /// <summary>Cycles of an epoch. Source: the paper's section 7: 30 cycles bring the variance
    /// down by more than 15 orders of magnitude.</summary>
    public const int EpochCycles = 30;

    /// <summary>Takes a partner's estimates into one's own: each becomes the mean of both.
    /// </summary>
    /// <param name="mine">Own estimates, one for each concurrent instance; any unit.</param>
    /// <param name="theirs">The partner's, in the same order.</param>
    public static void Merge(Span<double> mine, ReadOnlySpan<double> theirs)
    {
        Invariant.Holds(mine.Length == theirs.Length);
        var half = new Vector<double>(0.5);
        int i = 0;
        for (; i <= mine.Length - Vector<double>.Count; i += Vector<double>.Count)
        {
            ((new Vector<double>(mine[i..]) + new Vector<double>(theirs[i..])) * half)
                .CopyTo(mine[i..]);
        }

        for (; i < mine.Length; i++)
            mine[i] = (mine[i] + theirs[i]) * 0.5;
    }

    /// <summary>A whole exchange without loss: both sides end with the means.</summary>
    /// <remarks>Keeps every sum, exactly up to rounding.</remarks>
    public static void Exchange(Span<double> active, Span<double> passive)
    {
        Merge(active, passive);
        active.CopyTo(passive);
    }

    /// <summary>Mean of what is left when the lowest and the highest third are dropped.</summary>
    /// <param name="values">At least one; reordered.</param>
    /// <remarks>Source: the paper's section 7.2: "the ⌊t/3⌋ lowest estimates and the ⌊t/3⌋
    /// highest estimates are discarded".</remarks>
    public static double TrimmedMean(Span<double> values)
    {
        Invariant.Holds(!values.IsEmpty);
        values.Sort();
        int dropped = values.Length / 3;
        double sum = 0;
        foreach (double value in values[dropped..^dropped])
            sum += value;
        return sum / (values.Length - (2 * dropped));
    }

    /// <summary>Size of the network from concurrent instances of COUNT, in each of which one
    /// node started with 1 and all others with 0.</summary>
    /// <param name="estimates">One estimate for each instance, 0 where none reached this node.
    /// </param>
    /// <param name="scratch">As long as the estimates; overwritten.</param>
    /// <returns>Nodes, not rounded; positive infinity if an instance that counts is 0.</returns>
    public static double Count(ReadOnlySpan<double> estimates, Span<double> scratch)
    {
        for (int i = 0; i < estimates.Length; i++)
            scratch[i] = 1 / estimates[i];
        return TrimmedMean(scratch[..estimates.Length]);
    }
}
