using P2PCS.Protocol;
using P2PCS.Protocol.Wire;
using P2PCS.Query.Values;

namespace P2PCS.Query.Aggregates;

/// <summary>
/// What is known of an aggregate after some of its inputs. Two of one specification merge, in any
/// order and grouping, into what they would be of all inputs together: exactly, or within the
/// error of their sketch. Source: Madden et al., "TAG", OSDI 2002, section 2.2.
/// </summary>
public abstract class PartialState
{
    /// <summary>Most inputs that a partial state of others may claim.</summary>
    public const long CountMax = 1L << 40;

    private protected PartialState(AggregateSpec spec) => Spec = spec;

    /// <summary>What it computes.</summary>
    public AggregateSpec Spec { get; }

    /// <summary>Inputs so far.</summary>
    public long Count { get; private protected set; }

    /// <summary>At most as many bytes as <see cref="Write"/> takes.</summary>
    public abstract int WireBytes { get; }

    /// <summary>A state of no input.</summary>
    public static PartialState New(AggregateSpec spec) => spec.Kind switch
    {
        AggregateKind.Count => new CountPartial(spec),
        AggregateKind.Sum or AggregateKind.Average or AggregateKind.Variance
            or AggregateKind.Deviation => new MomentsPartial(spec),
        AggregateKind.Min or AggregateKind.Max => new ExtremePartial(spec),
        AggregateKind.BoolAnd or AggregateKind.BoolOr => new TruthPartial(spec),
        AggregateKind.Distinct => new DistinctPartial(spec),
        AggregateKind.Percentile => new QuantilePartial(spec),
        AggregateKind.TopK => new FrequentPartial(spec),
        AggregateKind.Histogram => new HistogramPartial(spec),
        _ => new SamplePartial(spec),
    };

    /// <summary>Takes an input; NULL, and a value that the aggregate is not made for, changes
    /// nothing.</summary>
    /// <param name="value">The input.</param>
    /// <param name="ticket">The row's lot: the same wherever the row is counted, evenly spread.
    /// </param>
    public void Add(in Value value, ulong ticket)
    {
        if (value.IsNull || !Accepts(value))
            return;
        Count++;
        Take(Spec.Clamp(value), ticket);
    }

    /// <summary>Takes all that another state holds; it must be of the same specification and is
    /// not used afterwards.</summary>
    public void Merge(PartialState other)
    {
        Invariant.Holds(other.Spec == Spec);
        Absorb(other);
        Count += other.Count;
    }

    /// <summary>Writes it.</summary>
    /// <param name="writer">Has room for <see cref="WireBytes"/>.</param>
    public void Write(ref WireWriter writer)
    {
        writer.U64((ulong)Count);
        WriteBody(ref writer);
    }

    /// <summary>Reads what <see cref="Write"/> wrote; values beyond the documented bounds are
    /// taken as the bounds.</summary>
    /// <param name="spec">What it must be.</param>
    /// <param name="rows">Rows of its group: it cannot have had more inputs.</param>
    /// <param name="reader">Has failed where the bytes are not such a state.</param>
    public static PartialState Read(AggregateSpec spec, long rows, ref WireReader reader)
    {
        PartialState partial = New(spec);
        ulong count = reader.U64();
        reader.Require(count <= (ulong)Math.Min(rows, CountMax));
        if (reader.HasFailed)
            return partial;
        partial.Count = (long)count;
        partial.ReadBody(ref reader);
        return partial;
    }

    /// <summary>What the aggregate is of the inputs so far; NULL where it is of none.</summary>
    public abstract Value Result();

    /// <summary>Of topk values and counts, of histogram lows, highs and counts, of sample values;
    /// of everything else nothing.</summary>
    public virtual IReadOnlyList<IReadOnlyList<Value>> Items() => [];

    private protected abstract bool Accepts(in Value value);

    private protected abstract void Take(in Value value, ulong ticket);

    private protected abstract void Absorb(PartialState other);

    private protected abstract void WriteBody(ref WireWriter writer);

    private protected abstract void ReadBody(ref WireReader reader);

    private protected static void WriteNumber(ref WireWriter writer, double number) =>
        writer.U64(BitConverter.DoubleToUInt64Bits(number));

    private protected static double ReadNumber(ref WireReader reader)
    {
        double number = BitConverter.UInt64BitsToDouble(reader.U64());
        reader.Require(double.IsFinite(number));
        return number;
    }
}
