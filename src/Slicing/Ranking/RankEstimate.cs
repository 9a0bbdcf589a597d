namespace P2PCS.Slicing.Ranking;

/// <summary>
/// Slicing by ranking: a node's rank is the share of the attributes it has seen that are smaller
/// than its own. With m uniform samples and k equal slices about 0.313 k / sqrt(m) of the nodes
/// stand in a wrong slice, while that is below 0.3.
/// </summary>
/// <remarks>
/// Source: Fernandez, Gramoli, Jimenez, Kermarrec, Raynal, "Distributed slicing in dynamic
/// systems", ICDCS 2007, section 5.
/// </remarks>
public static class RankEstimate
{
    /// <summary>How many of the seen attributes are smaller than the node's own.</summary>
    /// <param name="seen">Attributes of sampled nodes; any length.</param>
    /// <param name="attribute">The node's own attribute.</param>
    public static int CountBelow(ReadOnlySpan<double> seen, double attribute)
    {
        int below = 0;
        foreach (double other in seen)
            below += other < attribute ? 1 : 0;
        return below;
    }

    /// <summary>The estimate of the rank, in [0, 1].</summary>
    /// <param name="below">How many samples were smaller than the node's attribute.</param>
    /// <param name="seen">How many samples there were.</param>
    /// <param name="otherwise">The answer while there is no sample.</param>
    public static double Share(int below, int seen, double otherwise) =>
        seen == 0 ? otherwise : (double)below / seen;
}
