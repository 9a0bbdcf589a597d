using P2PCS.Membership.Epochs;
using P2PCS.Protocol;

namespace P2PCS.Slicing.Slices;

/// <summary>What one peer keeps for one attribute from epoch to epoch.</summary>
internal sealed class SliceOwn
{
    private readonly uint tie;
    private readonly SliceMembership[] tenths;
    private readonly Dictionary<Slice, SliceMembership> asked = [];
    private readonly SliceOptions options;
    private double reach;

    public SliceOwn(SliceOptions options, SliceAttributes attributes, int index, PeerId self)
    {
        this.options = options;
        reach = options.Reach;
        Name = attributes.Names[index];
        tie = RankKey.TieOf(self, index);
        Sheet = new SheetOf<SliceSheet>(() => new SliceSheet(Shelf), attributes.Fingerprint);
        tenths =
        [
            .. Enumerable.Range(0, Thresholds.Slices).Select(i => new SliceMembership(new Slice(
                Name, i / (double)Thresholds.Slices, (i + 1) / (double)Thresholds.Slices))),
        ];
    }

    public string Name { get; }

    public SampleShelf Shelf { get; } = new();

    public SheetOf<SliceSheet> Sheet { get; }

    public RankCurve? Curve { get; private set; }

    /// <summary>The own value when the epoch began that runs.</summary>
    public RankKey? Key { get; private set; }

    /// <summary>Where the peer stands now.</summary>
    public RankPlace? Place => Key is not { } key ? null
        : Curve is not null ? Curve.Place(key)
        : Shelf.Count > 0 ? Shelf.Place(key) : null;

    /// <summary>Which tenth it is in; null where its place is not known.</summary>
    public int? Tenth
    {
        get
        {
            if (Place is not { } place)
                return null;
            int held = Array.FindIndex(tenths, tenth => tenth.IsIn);
            return held >= 0 ? held : (int)(place.Rank * Thresholds.Slices);
        }
    }

    /// <summary>Begins an epoch with a value and a proposal.</summary>
    public void Begin(double value, bool isSmall, ref Rng rng)
    {
        float single = (float)value;
        // Adding 0 makes one zero of two.
        Key = float.IsFinite(single) ? new RankKey(single + 0f, tie) : null;
        (ulong grade, RankKey[] proposal) = Propose(isSmall);
        ulong name = proposal.Length == 0
            ? SliceSheet.NoName
            : (grade << 56) | (rng.Next() >> 8);
        Sheet.Own.Begin(Key, name, proposal);
    }

    /// <summary>Ends an epoch whose exchanges went well.</summary>
    public void Conclude(double noise, double peers)
    {
        if (Sheet.Result.Thresholds.IsEmpty || Sheet.Result.Presence <= 0)
            return;
        var found = new RankCurve(Sheet.Result, noise, peers);
        if (Curve is not null)
        {
            reach = Math.Clamp(
                2 * Thresholds.Drift(Curve, found), options.ReachMin, options.ReachMax);
        }

        Curve = found;
        if (Place is not { } place)
            return;
        foreach (SliceMembership membership in asked.Values)
            membership.Decide(place);
        DecideTenth(place);
    }

    /// <summary>Whether the peer is in a slice.</summary>
    public bool IsIn(in Slice slice)
    {
        if (Place is not { } place)
            return false;
        if (place.IsSampled)
            return slice.Contains(place.Rank);
        if (asked.TryGetValue(slice, out SliceMembership? known))
            return known.IsIn;
        if (asked.Count >= options.RememberedSlices)
            return slice.Contains(place.Rank);
        known = new SliceMembership(slice);
        known.Decide(place);
        asked.Add(slice, known);
        return known.IsIn;
    }

    // A peer is in one tenth: it leaves one by entering another.
    private void DecideTenth(in RankPlace place)
    {
        int before = Array.FindIndex(tenths, tenth => tenth.IsIn);
        if (before >= 0)
        {
            tenths[before].Decide(place);
            if (tenths[before].IsIn)
                return;
        }

        int now = (int)(place.Rank * Thresholds.Slices);
        tenths[now].Enter(place);
    }

    private (ulong Grade, RankKey[] Thresholds) Propose(bool isSmall)
    {
        if (Key is null && Shelf.Count == 0 && Curve is null)
            return (0, []);
        RankKey[] samples = Shelf.Sorted(Key);
        if (!isSmall && Curve is not null)
            return (0, Thresholds.Of(Curve, reach, samples));
        if (samples.Length == 0 || (!isSmall && samples.Length < options.SamplesMin))
            return (0, []);
        // Whoever knows more samples proposes better thresholds.
        int missing = SampleShelf.Size + 1 - samples.Length;
        return ((ulong)Math.Min(1 + missing, byte.MaxValue), Thresholds.Of(samples));
    }
}
