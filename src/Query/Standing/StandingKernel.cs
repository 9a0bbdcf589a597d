using P2PCS.Membership.Epochs;
using P2PCS.Protocol;
using P2PCS.Query.Values;

namespace P2PCS.Query.Standing;

/// <summary>
/// Aggregates over all peers' rows that every peer has at hand: by averaging with random partners
/// in epochs that all peers begin and end together.
/// </summary>
/// <remarks>Source: as <see cref="EpochKernel"/>.</remarks>
public sealed partial class StandingKernel : EpochKernel
{
    private const int Count = 0;
    private const int Moments = 1;
    private const int Labels = 2;
    private const int Histograms = 3;

    private static readonly EpochKinds Kinds = new(
        MessageKind.AggregatePush, MessageKind.AggregateReply, MessageKind.AggregateUndo);

    private readonly StandingOptions options;
    private readonly Partners partners;
    private readonly SheetOf<InstanceMap> count;
    private readonly SheetOf<MomentTable> moments;
    private readonly SheetOf<LabelTable> labels;
    private readonly SheetOf<BucketTable> histograms;
    private readonly Exchange[] exchanges;
    private readonly StandingColumns columns = StandingColumns.OfPeers;
    private (double Peers, double Error) size;
    private ulong concludedEpoch;
    private StandingPicture? picture;

    /// <summary>A kernel that is in no epoch yet.</summary>
    /// <param name="options">Parameters.</param>
    /// <param name="partners">Where partners come from.</param>
    /// <param name="rng">Its own stream.</param>
    public StandingKernel(StandingOptions options, Partners partners, Rng rng)
        : base(new EpochParts(options, Kinds, partners), rng)
    {
        this.options = options;
        this.partners = partners;
        History = new StandingHistory(options, columns);
        count = new SheetOf<InstanceMap>(() => new InstanceMap(), null);
        moments = new SheetOf<MomentTable>(() => new MomentTable(columns), columns.Fingerprint);
        labels = new SheetOf<LabelTable>(() => new LabelTable(columns), columns.Fingerprint);
        histograms = new SheetOf<BucketTable>(
            () => new BucketTable(columns), columns.Fingerprint);
        var parts = new EpochParts(options, Kinds, partners);
        exchanges =
        [
            new Exchange(Count, options.Exchanges, count, parts),
            new Exchange(Moments, options.Exchanges, moments, parts),
            new Exchange(Labels, options.SideExchanges, labels, parts),
            new Exchange(Histograms, options.SideExchanges, histograms, parts),
        ];
    }

    /// <summary>This peer's own row of the table of machines; the shell sets it, and each epoch
    /// takes it in as it is at the epoch's start.</summary>
    public Row Own { get; set; } = EmptyRow.Instance;

    /// <summary>What was found earlier, for plots.</summary>
    public StandingHistory History { get; }

    /// <summary>Grows with every new picture.</summary>
    public long Version { get; private set; }

    /// <inheritdoc/>
    protected override ReadOnlySpan<Exchange> Exchanges => exchanges;

    /// <inheritdoc/>
    protected override void Begin(Instant now)
    {
        count.Own.Begin(options.Instances / ExpectedSize(), ref Draws);
        moments.Own.Begin(Own);
        labels.Own.Begin(Own);
        histograms.Own.Begin(
            Own, exchanges[Moments].AsOf is null ? null : moments.Result);
        // In calm epochs the count always runs, and the others in turn.
        int turn = Moments + (int)(Clock.Number % (ulong)(exchanges.Length - Moments));
        for (int i = 0; i < exchanges.Length; i++)
        {
            bool isDue = Clock.IsWatched || i == Count || i == turn;
            exchanges[i].Begin(now, Clock.IsIn && isDue, Clock.Length, ref Draws);
        }
    }

    // The last size known; a roster that is whole knows of a cloud that has shrunk.
    private double ExpectedSize()
    {
        double roster = partners.Count + 1;
        if (size.Peers < 1)
            return roster;
        return partners.AreAll ? Math.Min(roster, size.Peers) : size.Peers;
    }

    /// <inheritdoc/>
    protected override void Conclude()
    {
        bool isConcluded = false;
        foreach (Exchange exchange in exchanges)
        {
            bool isMixed = partners.Count == 0 || 2 * exchange.Completed >= exchange.PerEpoch;
            bool isKnown = exchange != exchanges[Count] || count.Own.Count > 0;
            if (!exchange.IsActive || !isMixed || !isKnown)
                continue;
            exchange.Conclude(Clock.Started);
            isConcluded = true;
        }

        if (!isConcluded)
            return;
        picture = null;
        Version++;
        concludedEpoch = Clock.Number;
        if (exchanges[Count].AsOf != Clock.Started || count.Result.Count == 0)
            return;
        size = count.Result.Estimate();
        History.Add(Clock.Started, size, moments.Result);
    }
}
