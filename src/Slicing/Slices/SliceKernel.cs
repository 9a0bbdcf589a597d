using P2PCS.Membership.Epochs;
using P2PCS.Protocol;

namespace P2PCS.Slicing.Slices;

/// <summary>
/// Where a peer stands among all by several attributes: by samples at first, then by the
/// distributions that gossip averages in epochs.
/// </summary>
/// <remarks>Source: protocols reference 2c and 3.5; the epochs: <see cref="EpochKernel"/>.
/// </remarks>
public sealed class SliceKernel : EpochKernel
{
    // Variance of an average after a cycle: 1/(2 sqrt e), TOCS 2005, section 3.3.2.
    private const double Factor = 0.3033;

    private static readonly EpochKinds Kinds = new(
        MessageKind.SlicePush, MessageKind.SliceReply, MessageKind.SliceUndo);

    private readonly Partners partners;
    private readonly SliceOwn[] owns;
    private readonly Exchange[] exchanges;
    private readonly ulong[] epochs;

    /// <summary>A kernel that is in no epoch yet.</summary>
    /// <param name="options">Parameters.</param>
    /// <param name="attributes">What slices are made of.</param>
    /// <param name="partners">Where partners come from.</param>
    /// <param name="self">The peer.</param>
    /// <param name="rng">Its own stream.</param>
    public SliceKernel(
        SliceOptions options, SliceAttributes attributes, Partners partners, PeerId self, Rng rng)
        : base(new EpochParts(options, Kinds, partners), rng)
    {
        Attributes = attributes;
        this.partners = partners;
        var parts = new EpochParts(options, Kinds, partners);
        owns =
        [
            .. Enumerable.Range(0, attributes.Names.Count)
                .Select(i => new SliceOwn(options, attributes, i, self)),
        ];
        exchanges =
        [
            .. owns.Select((own, i) => new Exchange(
                (byte)i, options.Exchanges, own.Sheet, parts)),
        ];
        epochs = new ulong[owns.Length];
    }

    /// <summary>What slices are made of.</summary>
    public SliceAttributes Attributes { get; }

    /// <summary>Tells the peer's own value of an attribute by its place, NaN for none; each epoch
    /// takes it in as it is at the epoch's start.</summary>
    public Func<int, double> Own { get; set; } = _ => double.NaN;

    /// <summary>Grows with every new curve.</summary>
    public long Version { get; private set; }

    /// <inheritdoc/>
    protected override ReadOnlySpan<Exchange> Exchanges => exchanges;

    /// <summary>Where this peer stands; null where it has no value or nothing is known.</summary>
    /// <param name="attribute">Place of the attribute.</param>
    public RankPlace? Place(int attribute) => owns[attribute].Place;

    /// <summary>Whether this peer is in a slice; not while nothing is known. A slice asked for is
    /// remembered, so that at its borders the answer is steady.</summary>
    public bool IsIn(in Slice slice)
    {
        int attribute = Attributes.Find(slice.Attribute);
        return attribute >= 0 && owns[attribute].IsIn(slice);
    }

    /// <summary>What is known of an attribute's slices.</summary>
    /// <param name="attribute">Place of the attribute.</param>
    public SlicePicture Picture(int attribute)
    {
        SliceOwn own = owns[attribute];
        return new SlicePicture(own.Name, own.Key?.Value, own.Place, own.Curve)
        {
            AsOf = own.Curve is null ? null : exchanges[attribute].AsOf,
            Epoch = epochs[attribute],
            Tenth = own.Tenth,
        };
    }

    /// <inheritdoc/>
    protected override void Begin(Instant now)
    {
        bool isSmall = partners.Count < Thresholds.Most;
        int turn = (int)(Clock.Number % (ulong)owns.Length);
        for (int i = 0; i < owns.Length; i++)
        {
            owns[i].Begin(Own(i), isSmall, ref Draws);
            // In calm epochs one attribute after the other.
            bool isDue = Clock.IsWatched || i == turn;
            exchanges[i].Begin(now, Clock.IsIn && isDue, Clock.Length, ref Draws);
        }
    }

    /// <inheritdoc/>
    protected override void Conclude()
    {
        double peers = partners.Count + 1;
        for (int i = 0; i < owns.Length; i++)
        {
            Exchange exchange = exchanges[i];
            bool isMixed = partners.Count == 0 || 2 * exchange.Completed >= exchange.PerEpoch;
            bool isKnown = !owns[i].Sheet.Own.Thresholds.IsEmpty;
            if (!exchange.IsActive || !isMixed || !isKnown)
                continue;
            exchange.Conclude(Clock.Started);
            owns[i].Conclude(Noise(exchange.Completed, peers), peers);
            epochs[i] = Clock.Number;
            Version++;
        }
    }

    // What is left of the largest spread once the proposal has reached all.
    private static double Noise(int completed, double peers)
    {
        double cycles = (completed / 2.0) - Math.Log2(peers);
        return peers < 2 ? 0 : Math.Min(1, 0.5 * Math.Pow(Math.Sqrt(Factor), cycles));
    }
}
