using System.Numerics;
using P2PCS.Protocol;

namespace P2PCS.Query.Aggregation;

/// <summary>Size of a network from the smallest of many random numbers of every node.</summary>
/// <remarks>Source: Baquero, Almeida, Menezes, Jesus, "Extrema propagation: fast distributed
/// estimation of sums and network sizes", IEEE TPDS 23(4), 2012, section 3. It needs no epochs to
/// grow, but cannot forget nodes that left.</remarks>
public static class Extrema
{
    /// <summary>Fills a node's numbers: exponential, mean 1.</summary>
    public static void Start(Span<float> minima, ref Rng rng)
    {
        for (int i = 0; i < minima.Length; i++)
            minima[i] = (float)-Math.Log(1 - rng.Fraction());
    }

    /// <summary>Keeps the smaller of each pair; repeats change nothing.</summary>
    public static void Merge(Span<float> mine, ReadOnlySpan<float> theirs)
    {
        Invariant.Holds(mine.Length == theirs.Length);
        int i = 0;
        for (; i <= mine.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            Vector.Min(new Vector<float>(mine[i..]), new Vector<float>(theirs[i..]))
                .CopyTo(mine[i..]);
        }

        for (; i < mine.Length; i++)
            mine[i] = Math.Min(mine[i], theirs[i]);
    }

    /// <summary>The unbiased estimate (K - 1) / sum; its relative standard deviation is
    /// 1 / sqrt(K - 2).</summary>
    /// <param name="minima">K numbers, at least 3.</param>
    public static double Estimate(ReadOnlySpan<float> minima)
    {
        Invariant.Holds(minima.Length >= 3);
        double sum = 0;
        foreach (float minimum in minima)
            sum += minimum;
        return (minima.Length - 1) / sum;
    }
}
