using P2PCS.Slicing.Ranks;

namespace P2PCS.Slicing.Slices;

/// <summary>Values of peers that were met lately, at most one of each; the oldest makes room.
/// </summary>
public sealed class SampleShelf
{
    /// <summary>Most samples. Our guess: a rank off by no more than 6 %.</summary>
    public const int Size = 256;

    /// <summary>Most samples that are passed on. Our guess: an epoch of 30 exchanges fills the
    /// shelf.</summary>
    public const int Passed = 7;

    // The quantile of a normal distribution that 95 % stay within.
    private const double Confidence = 1.96;

    private readonly double[] values = new double[Size];
    private readonly uint[] ties = new uint[Size];
    private readonly RankKey[] recent = new RankKey[Passed];
    private int next;
    private int met;

    /// <summary>Samples there are.</summary>
    public int Count { get; private set; }

    /// <summary>Values of the peers met last: what is passed on, so that the values of peers
    /// that are gone die out.</summary>
    public ReadOnlySpan<RankKey> Recent => recent.AsSpan(0, Math.Min(met, Passed));

    /// <summary>Notes a value that the peer itself told.</summary>
    public void Meet(RankKey key)
    {
        recent[met % Passed] = key;
        // Kept below twice the size, so that it never overflows.
        met = met + 1 < 2 * Passed ? met + 1 : Passed;
        Add(key);
    }

    /// <summary>Notes a value that was passed on.</summary>
    public void Add(RankKey key)
    {
        // One name has one tie.
        int place = ties.AsSpan(0, Count).IndexOf(key.Tie);
        if (place < 0)
        {
            place = next;
            next = (next + 1) % Size;
            Count = Math.Max(Count, place + 1);
        }

        (values[place], ties[place]) = (key.Value, key.Tie);
    }

    /// <summary>A rank by counting samples below.</summary>
    /// <remarks>Source: <see cref="RankCounter"/>.</remarks>
    public RankPlace Place(RankKey own)
    {
        int below = RankCounter.Below(
            values.AsSpan(0, Count), ties.AsSpan(0, Count), own.Value, own.Tie);
        double rank = (below + 0.5) / (Count + 1);
        double error = Confidence * Math.Sqrt(0.25 / (Count + 1));
        return new RankPlace(rank, Math.Min(1, error), true);
    }

    /// <summary>All samples and the own value, ascending.</summary>
    public RankKey[] Sorted(RankKey? own)
    {
        var keys = new List<RankKey>(Count + 1);
        for (int i = 0; i < Count; i++)
            keys.Add(new RankKey((float)values[i], ties[i]));
        if (own is { } mine && !keys.Contains(mine))
            keys.Add(mine);
        keys.Sort();
        return [.. keys];
    }
}
