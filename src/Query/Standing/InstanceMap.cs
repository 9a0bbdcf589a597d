using P2PCS.Membership.Epochs;
using P2PCS.Protocol;
using P2PCS.Protocol.Wire;

namespace P2PCS.Query.Standing;

/// <summary>
/// Sheet 0: concurrent instances of COUNT as a map from the instance's random name to its value;
/// an instance that is not in it has the value 0 here.
/// </summary>
/// <remarks>Source: Jelasity, Montresor, Babaoglu, TOCS 23(3), 2005, section 5: "the state of a
/// node is a map M associating a leader id with an estimate". Differs from the paper: the map is
/// bounded; of more instances those with the lowest names stay, at every peer the same ones.
/// </remarks>
public sealed class InstanceMap : SheetState<InstanceMap>
{
    /// <summary>Most instances: of 20 in the mean, more come about once in 60,000 epochs.
    /// </summary>
    public const int Most = 40;

    private uint[] names = new uint[Most];
    private double[] values = new double[Most];
    private uint[] mergedNames = new uint[Most];
    private double[] mergedValues = new double[Most];

    /// <summary>Instances that have reached this peer.</summary>
    public int Count { get; private set; }

    /// <summary>Their values, each from 0 to 1.</summary>
    public ReadOnlySpan<double> Values => values.AsSpan(0, Count);

    /// <summary>Begins an epoch with no instance, or with one that this peer leads.</summary>
    /// <param name="chance">That it leads one.</param>
    /// <param name="rng">Where the chance and the name come from.</param>
    public void Begin(double chance, ref Rng rng)
    {
        Count = rng.Fraction() < chance ? 1 : 0;
        names[0] = (uint)rng.Next();
        values[0] = 1;
    }

    /// <inheritdoc/>
    public override void CopyFrom(InstanceMap other)
    {
        Count = other.Count;
        other.names.AsSpan(0, Count).CopyTo(names);
        other.values.AsSpan(0, Count).CopyTo(values);
    }

    /// <inheritdoc/>
    public override void Write(ref WireWriter writer)
    {
        writer.U8((byte)Count);
        for (int i = 0; i < Count; i++)
        {
            writer.U32(names[i]);
            values[i] = UnitHalf.Write(ref writer, values[i]);
        }
    }

    /// <inheritdoc/>
    public override void Read(ref WireReader reader)
    {
        int count = reader.U8();
        reader.Require(count <= Most);
        Count = Math.Min(count, Most);
        for (int i = 0; i < Count; i++)
        {
            names[i] = reader.U32();
            values[i] = UnitHalf.Read(ref reader);
            reader.Require(values[i] > 0 && (i == 0 || names[i - 1] < names[i]));
        }
    }

    /// <inheritdoc/>
    public override void Average(InstanceMap theirs)
    {
        int merged = 0;
        for (int i = 0, j = 0; merged < Most && (i < Count || j < theirs.Count); merged++)
        {
            bool isMine = j == theirs.Count || (i < Count && names[i] <= theirs.names[j]);
            bool isTheirs = i == Count || (j < theirs.Count && theirs.names[j] <= names[i]);
            mergedNames[merged] = isMine ? names[i] : theirs.names[j];
            mergedValues[merged] =
                ((isMine ? values[i++] : 0) + (isTheirs ? theirs.values[j++] : 0)) * 0.5;
        }

        (names, mergedNames) = (mergedNames, names);
        (values, mergedValues) = (mergedValues, values);
        Count = merged;
    }

    /// <summary>The number of peers, and twice its relative standard error, which is no less
    /// than what values of two bytes are rounded by.</summary>
    /// <remarks>The middle third of a normal spread is 0.86 standard deviations wide, and the
    /// mean of the middle third of t numbers has 1.1 / sqrt(t) of one. There must be an instance.
    /// </remarks>
    public (double Peers, double Error) Estimate()
    {
        Invariant.Holds(Count > 0);
        Span<double> sizes = stackalloc double[Most];
        double peers = Averaging.Count(Values, sizes);
        int dropped = Count / 3;
        double width = sizes[Count - 1 - dropped] - sizes[dropped];
        double spread = 2 * 1.1 * width / 0.86 / Math.Sqrt(Count) / peers;
        return (peers, spread + UnitHalf.Spacing);
    }
}
