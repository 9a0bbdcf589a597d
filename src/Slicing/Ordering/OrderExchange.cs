using P2PCS.Protocol;

namespace P2PCS.Slicing.Ordering;

/// <summary>
/// Slicing by ordering: every node draws a random value in [0, 1), and misplaced pairs swap their
/// values until the values stand in the order of the attributes. A node's value is then its
/// estimate of its rank, as a share of the network.
/// </summary>
/// <remarks>
/// Sources: Jelasity, Kermarrec, "Ordered slicing of very large-scale overlay networks", P2P 2006
/// (JK); Fernandez, Gramoli, Jimenez, Kermarrec, Raynal, "Distributed slicing in dynamic systems",
/// ICDCS 2007, section 4 (mod-JK). No step changes anything here: the caller swaps.
/// </remarks>
public static class OrderExchange
{
    /// <summary>Whether two nodes' values stand against the order of their attributes.</summary>
    public static bool IsMisplaced(
        double attribute, double value, double otherAttribute, double otherValue) =>
        attribute < otherAttribute
            ? value > otherValue
            : attribute > otherAttribute && value < otherValue;

    /// <summary>JK's partner: a misplaced neighbour, each with the same chance.</summary>
    /// <param name="attributes">The neighbours' attributes; shape [c].</param>
    /// <param name="values">The neighbours' random values; shape [c].</param>
    /// <param name="attribute">The node's own attribute.</param>
    /// <param name="value">The node's own random value.</param>
    /// <param name="rng">Randomness.</param>
    /// <returns>The partner's index; -1 when no neighbour is misplaced.</returns>
    public static int PickMisplaced(
        ReadOnlySpan<double> attributes,
        ReadOnlySpan<double> values,
        double attribute,
        double value,
        ref Rng rng)
    {
        int picked = -1;
        int misplaced = 0;
        for (int i = 0; i < attributes.Length; i++)
        {
            if (IsMisplaced(attribute, value, attributes[i], values[i])
                && rng.Below(++misplaced) == 0)
            {
                picked = i;
            }
        }

        return picked;
    }

    /// <summary>
    /// mod-JK's partner: the misplaced neighbour whose swap improves the local order most. The
    /// gain is the product of the two distances in the local sequences, by attribute and by value.
    /// </summary>
    /// <param name="attributes">The neighbours' attributes; shape [c].</param>
    /// <param name="values">The neighbours' random values; shape [c].</param>
    /// <param name="attribute">The node's own attribute.</param>
    /// <param name="value">The node's own random value.</param>
    /// <returns>The partner's index, the first of equals; -1 when none is misplaced.</returns>
    public static int PickLargestGain(
        ReadOnlySpan<double> attributes,
        ReadOnlySpan<double> values,
        double attribute,
        double value)
    {
        int picked = -1;
        int largest = 0;
        for (int i = 0; i < attributes.Length; i++)
        {
            if (!IsMisplaced(attribute, value, attributes[i], values[i]))
                continue;
            int gain = Steps(attributes, attribute, attributes[i])
                * Steps(values, value, values[i]);
            if (gain > largest)
                (largest, picked) = (gain, i);
        }

        return picked;
    }

    // How far apart two values stand in the sorted sequence of the view and the node.
    private static int Steps(ReadOnlySpan<double> sequence, double first, double second)
    {
        double low = Math.Min(first, second);
        double high = Math.Max(first, second);
        int steps = 1;
        foreach (double item in sequence)
            steps += item > low & item < high ? 1 : 0;
        return steps;
    }
}
