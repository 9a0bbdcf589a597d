namespace P2PCS.Slicing.Slices;

/// <summary>The peers whose rank by an attribute is in a span.</summary>
/// <param name="Attribute">Name of the attribute.</param>
/// <param name="From">Lowest rank, from 0; the peer with the smallest value is at 0.</param>
/// <param name="To">The rank above the highest, above <paramref name="From"/>, up to 1.</param>
public readonly record struct Slice(string Attribute, double From, double To)
{
    /// <summary>Share of the peers in it.</summary>
    public double Width => To - From;

    /// <summary>The share of the peers with the largest values.</summary>
    /// <param name="attribute">Name of the attribute.</param>
    /// <param name="share">Above 0, up to 1.</param>
    public static Slice Top(string attribute, double share) => new(attribute, 1 - share, 1);

    /// <summary>Whether a rank is in it.</summary>
    public bool Contains(double rank) => rank >= From && rank < To;

    /// <summary>How far a rank is beyond the nearer boundary that peers may cross; the ends of
    /// all ranks are none.</summary>
    public double Depth(double rank)
    {
        double low = From > 0 ? Math.Abs(rank - From) : double.PositiveInfinity;
        double high = To < 1 ? Math.Abs(rank - To) : double.PositiveInfinity;
        return Math.Min(low, high);
    }
}
