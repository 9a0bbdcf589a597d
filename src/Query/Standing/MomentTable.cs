using P2PCS.Membership.Epochs;
using P2PCS.Protocol.Wire;
using P2PCS.Query.Values;

namespace P2PCS.Query.Standing;

/// <summary>
/// Sheet 1: of each numeric column the share of peers that have a value, the mean and the mean of
/// squares over all peers (0 where there is no value), and the smallest and largest value.
/// </summary>
/// <remarks>Source: Jelasity, Montresor, Babaoglu, TOCS 23(3), 2005, section 5: moments by
/// averaging, extrema by the same exchanges with min and max in place of the mean.</remarks>
/// <param name="columns">Which columns.</param>
public sealed class MomentTable(StandingColumns columns) : SheetState<MomentTable>
{
    private const int Kinds = 3;

    private readonly double[] means = new double[Kinds * columns.Numbers.Length];
    private readonly double[] lows = new double[columns.Numbers.Length];
    private readonly double[] highs = new double[columns.Numbers.Length];

    /// <summary>Share of the peers that have a value.</summary>
    public double Presence(int number) => means[Kinds * number];

    /// <summary>Smallest and largest value, from 0 to 1; the first is the larger one where no
    /// peer has a value.</summary>
    public (double Low, double High) Extremes(int number) => (lows[number], highs[number]);

    /// <summary>Mean and variance over those that have a value, in units of the column's range;
    /// only where <see cref="Presence"/> is positive.</summary>
    public (double Mean, double Variance) Moments(int number)
    {
        double mean = means[(Kinds * number) + 1] / Presence(number);
        double square = means[(Kinds * number) + 2] / Presence(number);
        return (mean, Math.Max(0, square - (mean * mean)));
    }

    /// <summary>Begins an epoch with a peer's own row.</summary>
    public void Begin(Row row)
    {
        for (int i = 0; i < lows.Length; i++)
        {
            double? unit = columns.UnitOf(row, i);
            double value = unit ?? 0;
            means[Kinds * i] = unit is null ? 0 : 1;
            means[(Kinds * i) + 1] = value;
            means[(Kinds * i) + 2] = value * value;
            (lows[i], highs[i]) = (unit ?? 1, value);
        }
    }

    /// <inheritdoc/>
    public override void CopyFrom(MomentTable other)
    {
        other.means.CopyTo(means, 0);
        other.lows.CopyTo(lows, 0);
        other.highs.CopyTo(highs, 0);
    }

    /// <inheritdoc/>
    public override void Write(ref WireWriter writer)
    {
        Write(means, ref writer);
        Write(lows, ref writer);
        Write(highs, ref writer);
    }

    /// <inheritdoc/>
    public override void Read(ref WireReader reader)
    {
        Read(means, ref reader);
        Read(lows, ref reader);
        Read(highs, ref reader);
    }

    /// <inheritdoc/>
    public override void Average(MomentTable theirs)
    {
        Averaging.Merge(means, theirs.means);
        for (int i = 0; i < lows.Length; i++)
        {
            lows[i] = Math.Min(lows[i], theirs.lows[i]);
            highs[i] = Math.Max(highs[i], theirs.highs[i]);
        }
    }

    private static void Write(double[] numbers, ref WireWriter writer)
    {
        foreach (ref double number in numbers.AsSpan())
        {
            float rounded = (float)number;
            writer.U32(BitConverter.SingleToUInt32Bits(rounded));
            number = rounded;
        }
    }

    // The bits of floats from 0 to 1 ascend; above them are larger ones, NaN and negative ones.
    private static void Read(double[] numbers, ref WireReader reader)
    {
        foreach (ref double number in numbers.AsSpan())
        {
            uint bits = reader.U32();
            reader.Require(bits <= BitConverter.SingleToUInt32Bits(1));
            number = BitConverter.UInt32BitsToSingle(bits);
        }
    }
}
