using P2PCS.Membership.Epochs;

namespace P2PCS.Query.Aggregation;

/// <summary>
/// A distribution by averaging: each node starts with 1 in the bucket of its value and 0 in the
/// others; after an epoch of <see cref="Averaging"/> every node holds the share of nodes in each
/// bucket.
/// </summary>
/// <remarks>
/// Source: the averaging of Jelasity, Montresor, Babaoglu, "Gossip-based aggregation in large
/// dynamic networks", ACM TOCS 23(3), 2005, once for each bucket.
/// </remarks>
public static class Histogram
{
    /// <summary>A node's own contribution.</summary>
    /// <param name="value">Its value, in any unit.</param>
    /// <param name="bounds">Ascending upper bounds, each in the bucket below it; shape [b - 1].
    /// </param>
    /// <param name="shares">Receives 1 in the value's bucket, else 0; shape [b].</param>
    /// <returns>The value's bucket.</returns>
    public static int Start(double value, ReadOnlySpan<double> bounds, Span<double> shares)
    {
        int bucket = 0;
        while (bucket < bounds.Length && value > bounds[bucket])
            bucket++;
        shares.Clear();
        shares[bucket] = 1;
        return bucket;
    }

    /// <summary>The value below which a share of the nodes lies, by a line in its bucket.</summary>
    /// <param name="share">In [0, 1].</param>
    /// <param name="bounds">Ascending upper bounds; shape [b - 1], not empty.</param>
    /// <param name="shares">The share of nodes in each bucket; shape [b].</param>
    /// <returns>A value between the first and the last bound: the end buckets have no width.
    /// </returns>
    public static double Quantile(
        double share, ReadOnlySpan<double> bounds, ReadOnlySpan<double> shares)
    {
        double below = shares[0];
        if (share <= below)
            return bounds[0];
        for (int bucket = 1; bucket < bounds.Length; bucket++)
        {
            if (share <= below + shares[bucket])
            {
                double part = (share - below) / shares[bucket];
                return bounds[bucket - 1] + (part * (bounds[bucket] - bounds[bucket - 1]));
            }

            below += shares[bucket];
        }

        return bounds[^1];
    }
}
