using P2PCS.Protocol;

namespace P2PCS.Slicing.Ranks;

/// <summary>Slicing by order: random values are swapped until they are sorted like the
/// attributes, and a node's value is then its rank.</summary>
/// <remarks>Source: Jelasity, Kermarrec, "Ordered slicing of very large-scale overlay networks",
/// IEEE P2P 2006, section 4; the choice of the largest gain: Fernández et al., ICDCS 2007,
/// section 4.</remarks>
public static class ValueSwap
{
    /// <summary>Whether two nodes stand in the wrong order: the larger attribute has the smaller
    /// value.</summary>
    public static bool IsMisplaced(
        double attribute, double value, double otherAttribute, double otherValue) =>
        (attribute - otherAttribute) * (value - otherValue) < 0;

    /// <summary>The neighbour with the largest gain among the misplaced: by how much a swap
    /// brings both nearer to their places in the local order.</summary>
    /// <param name="attributes">Own attribute first, then the neighbours'; shape [m + 1].</param>
    /// <param name="values">Values in the same order.</param>
    /// <returns>An index from 1 to m; 0 if nobody is misplaced.</returns>
    public static int BestPartner(ReadOnlySpan<double> attributes, ReadOnlySpan<double> values)
    {
        Invariant.Holds(attributes.Length == values.Length && !values.IsEmpty);
        int best = 0;
        double most = double.NegativeInfinity;
        int ownPlace = PlaceOf(attributes, 0);
        int ownValue = PlaceOf(values, 0);
        for (int i = 1; i < values.Length; i++)
        {
            if (!IsMisplaced(attributes[0], values[0], attributes[i], values[i]))
                continue;
            // Gain of a swap, with places in the local sequences: l_i r_j + l_j r_i - l_i r_i
            // - l_j r_j (section 4.2).
            int place = PlaceOf(attributes, i);
            int value = PlaceOf(values, i);
            double gain = -(double)(ownPlace - place) * (ownValue - value);
            if (gain <= most)
                continue;
            most = gain;
            best = i;
        }

        return best;
    }

    private static int PlaceOf(ReadOnlySpan<double> sequence, int index)
    {
        int place = 0;
        foreach (double other in sequence)
            place += other < sequence[index] ? 1 : 0;
        return place;
    }
}
