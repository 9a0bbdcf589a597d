using P2PCS.Membership.Epochs;
using P2PCS.Protocol.Wire;

namespace P2PCS.Slicing.Slices;

/// <summary>
/// One attribute at one peer in one epoch: the share of all peers at or below each threshold.
/// Every peer proposes thresholds under a random name, and the lowest name wins: whoever meets a
/// lower one joins it with its own value, as if it had been in it from the start, so the winner's
/// shares lose nothing.
/// </summary>
/// <remarks>Source: after Sacha et al. (Adam2), ICDCS 2010, section 4, where peers join an
/// instance when they first hear of it. Ours: one instance wins; samples ride along.</remarks>
public sealed class SliceSheet : SheetState<SliceSheet>
{
    /// <summary>The name of no proposal.</summary>
    public const ulong NoName = ulong.MaxValue;

    private readonly SampleShelf shelf;
    private readonly RankKey[] thresholds = new RankKey[Slices.Thresholds.Most];
    private readonly double[] shares = new double[Slices.Thresholds.Most + 1];
    private readonly RankKey[] passed = new RankKey[SampleShelf.Passed];
    private int count;
    private int passedCount;

    /// <summary>Nothing yet.</summary>
    /// <param name="shelf">Where samples come from and go to.</param>
    public SliceSheet(SampleShelf shelf) => this.shelf = shelf;

    /// <summary>The peer's own value; null where it has none.</summary>
    public RankKey? Own { get; private set; }

    /// <summary>Name of the proposal.</summary>
    public ulong Name { get; private set; } = NoName;

    /// <summary>Smallest value that was heard of.</summary>
    public RankKey Least { get; private set; } = RankKey.Highest;

    /// <summary>Largest value that was heard of.</summary>
    public RankKey Most { get; private set; } = RankKey.Lowest;

    /// <summary>The thresholds, ascending.</summary>
    public ReadOnlySpan<RankKey> Thresholds => thresholds.AsSpan(0, count);

    /// <summary>Share of all peers at or below each threshold.</summary>
    public ReadOnlySpan<double> Shares => shares.AsSpan(1, count);

    /// <summary>What was read of the places of peers that the sender met.</summary>
    public ReadOnlySpan<RankKey> Passed => passed.AsSpan(0, passedCount);

    /// <summary>Share of all peers that have a value.</summary>
    public double Presence => shares[0];

    /// <summary>Begins an epoch.</summary>
    /// <param name="own">The peer's own value.</param>
    /// <param name="name">Of its proposal.</param>
    /// <param name="proposal">Thresholds, ascending, at most
    /// <see cref="Slices.Thresholds.Most"/>.</param>
    public void Begin(RankKey? own, ulong name, ReadOnlySpan<RankKey> proposal)
    {
        Own = own;
        (Least, Most) = (own ?? RankKey.Highest, own ?? RankKey.Lowest);
        Join(name, proposal);
    }

    /// <inheritdoc/>
    public override void CopyFrom(SliceSheet other)
    {
        (Own, Name, count) = (other.Own, other.Name, other.count);
        (Least, Most) = (other.Least, other.Most);
        other.Thresholds.CopyTo(thresholds);
        other.shares.CopyTo(shares, 0);
    }

    /// <inheritdoc/>
    public override void Write(ref WireWriter writer)
    {
        writer.U64(Name);
        writer.U8(Own is null ? (byte)0 : (byte)1);
        (Own ?? RankKey.Lowest).Write(ref writer);
        Least.Write(ref writer);
        Most.Write(ref writer);
        writer.U8((byte)count);
        foreach (RankKey threshold in Thresholds)
            threshold.Write(ref writer);
        foreach (ref double share in shares.AsSpan(0, count + 1))
        {
            float rounded = (float)share;
            writer.U32(BitConverter.SingleToUInt32Bits(rounded));
            share = rounded;
        }

        ReadOnlySpan<RankKey> recent = shelf.Recent;
        writer.U8((byte)recent.Length);
        foreach (RankKey sample in recent)
            sample.Write(ref writer);
    }

    /// <inheritdoc/>
    public override void Read(ref WireReader reader)
    {
        Name = reader.U64();
        byte has = reader.U8();
        RankKey own = RankKey.Read(ref reader);
        reader.Require(has == 1 ? float.IsFinite(own.Value) : has == 0 && own == RankKey.Lowest);
        Own = has == 1 ? own : null;
        (Least, Most) = (RankKey.Read(ref reader), RankKey.Read(ref reader));
        ReadShares(ref reader);
        int samples = reader.U8();
        reader.Require(samples <= SampleShelf.Passed);
        passedCount = Math.Min(samples, SampleShelf.Passed);
        foreach (ref RankKey sample in passed.AsSpan(0, passedCount))
        {
            sample = RankKey.Read(ref reader);
            reader.Require(float.IsFinite(sample.Value));
        }
    }

    /// <inheritdoc/>
    public override void Adopt(SliceSheet theirs)
    {
        if (theirs.Name < Name)
            Join(theirs.Name, theirs.Thresholds);
    }

    /// <inheritdoc/>
    public override void Average(SliceSheet theirs)
    {
        Adopt(theirs);
        // A partner with a higher name joins at the same time, so this is what it has then.
        if (Name < theirs.Name)
            theirs.Join(Name, Thresholds);
        // Else two proposals have one name, by chance or by a cheat, and cannot be mixed.
        if (Thresholds.SequenceEqual(theirs.Thresholds))
            Averaging.Merge(shares.AsSpan(0, count + 1), theirs.shares.AsSpan(0, count + 1));
        Least = theirs.Least < Least ? theirs.Least : Least;
        Most = theirs.Most > Most ? theirs.Most : Most;
        if (theirs.Own is { } met)
            shelf.Meet(met);
        foreach (RankKey sample in theirs.Passed)
        {
            if (sample != Own)
                shelf.Add(sample);
        }
    }

    private void Join(ulong name, ReadOnlySpan<RankKey> proposal)
    {
        Name = name;
        count = proposal.Length;
        proposal.CopyTo(thresholds);
        shares[0] = Own is null ? 0 : 1;
        for (int i = 0; i < count; i++)
            shares[i + 1] = Own is { } own && own <= thresholds[i] ? 1 : 0;
    }

    private void ReadShares(ref WireReader reader)
    {
        int told = reader.U8();
        reader.Require(told <= Slices.Thresholds.Most && (told > 0) == (Name != NoName));
        count = Math.Min(told, Slices.Thresholds.Most);
        for (int i = 0; i < count; i++)
        {
            thresholds[i] = RankKey.Read(ref reader);
            reader.Require(i == 0 || thresholds[i - 1] < thresholds[i]);
        }

        // The bits of floats from 0 to 1 ascend; above them are larger ones, NaN and negatives.
        foreach (ref double share in shares.AsSpan(0, count + 1))
        {
            uint bits = reader.U32();
            reader.Require(bits <= BitConverter.SingleToUInt32Bits(1));
            share = BitConverter.UInt32BitsToSingle(bits);
        }
    }
}
