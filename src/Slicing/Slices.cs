namespace P2PCS.Slicing;

/// <summary>Equal slices of [0, 1), and how far an assignment is from the true one.</summary>
public static class Slices
{
    /// <summary>The slice of a rank, from 0 to <paramref name="slices"/> - 1.</summary>
    /// <param name="rank">A share of the network, in [0, 1].</param>
    /// <param name="slices">How many slices there are; positive.</param>
    public static int Of(double rank, int slices) =>
        Math.Clamp((int)(rank * slices), 0, slices - 1);

    /// <summary>How far a rank is from the nearest boundary between two slices.</summary>
    /// <param name="rank">A share of the network, in [0, 1].</param>
    /// <param name="slices">How many slices there are; with one there is no boundary.</param>
    /// <returns>A share of the network; positive infinity without a boundary.</returns>
    public static double DistanceToBoundary(double rank, int slices)
    {
        if (slices < 2)
            return double.PositiveInfinity;
        double boundary = Math.Clamp(Math.Round(rank * slices), 1, slices - 1);
        return Math.Abs(rank - (boundary / slices));
    }

    /// <summary>The slice disorder measure: the sum of all nodes' distances in slices.</summary>
    /// <param name="actual">The nodes' true slices; shape [n].</param>
    /// <param name="estimated">The slices they believe to be in; shape [n].</param>
    public static long Disorder(ReadOnlySpan<int> actual, ReadOnlySpan<int> estimated)
    {
        long disorder = 0;
        for (int i = 0; i < actual.Length; i++)
            disorder += Math.Abs(actual[i] - estimated[i]);
        return disorder;
    }

    /// <summary>The share of the nodes that believe to be in a wrong slice.</summary>
    /// <param name="actual">The nodes' true slices; shape [n], not empty.</param>
    /// <param name="estimated">The slices they believe to be in; shape [n].</param>
    public static double Misassigned(ReadOnlySpan<int> actual, ReadOnlySpan<int> estimated)
    {
        int wrong = 0;
        for (int i = 0; i < actual.Length; i++)
            wrong += actual[i] == estimated[i] ? 0 : 1;
        return (double)wrong / actual.Length;
    }
}
