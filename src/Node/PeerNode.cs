using System.Diagnostics.CodeAnalysis;
using P2PCS.Allocation.Attempts;
using P2PCS.Allocation.Claims;
using P2PCS.Allocation.Leases;
using P2PCS.Allocation.Subclouds;
using P2PCS.Allocation.Tasks;
using P2PCS.Membership.Charter;
using P2PCS.Membership.Epochs;
using P2PCS.Membership.Liveness;
using P2PCS.Membership.Peers;
using P2PCS.Membership.Sampling;
using P2PCS.Protocol;
using P2PCS.Protocol.Wire;
using P2PCS.Query.Execution;
using P2PCS.Query.Language;
using P2PCS.Query.Standing;
using P2PCS.Slicing.Slices;

namespace P2PCS.Node;

/// <summary>
/// One peer as a pure state machine: a frame, a deadline, a command or a start goes in, an
/// <see cref="Outbox"/> comes out. It knows no clock, no thread, no socket and no file; an actor
/// drives it in real time, a simulator in virtual time. One owner steps it.
/// </summary>
public sealed partial class PeerNode
{
    private readonly NodeIdentity self;
    private readonly PeerTable peers;
    private readonly PeerSampling sampling;
    private readonly FailureDetector detector;
    private readonly StandingKernel standing;
    private readonly SliceKernel slices;
    private readonly LeaseLedger ledger;
    private readonly SubcloudController controller;
    private readonly QueryKernel query;
    private readonly Dependents dependents;
    private readonly NodeOptions options;
    private readonly long[] refusals = new long[(int)Refusal.TooMany + 1];
    private Instant watchedSince;

    /// <summary>A node that knows nobody and offers nothing yet.</summary>
    /// <param name="self">Who it is.</param>
    /// <param name="options">Parameters.</param>
    /// <param name="rng">Its own stream; each kernel gets a fork of it.</param>
    public PeerNode(NodeIdentity self, NodeOptions options, Rng rng)
    {
        this.self = self;
        this.options = options;
        peers = new PeerTable { PrefixMax = options.Sampling.PrefixPeers };
        var descriptor = new Descriptor(self.Id, self.Address, self.Epoch, 0);
        peers.Enter(descriptor);
        sampling = new PeerSampling(options.Sampling, peers, descriptor, rng.Fork(1));
        detector = new FailureDetector(options.Liveness, peers, sampling, rng.Fork(2));
        ledger = new LeaseLedger(options.Leases, self.Epoch);
        Attempts = new AttemptTable(options.Leases, ledger);
        var finder = new CandidateFinder(
            () => new Candidate(self.Id, self.Address, ledger.Status),
            peers, id => !Charter!.Members.IsCustomer(id), rng.Fork(3));
        controller = new SubcloudController(options.Leases, peers, finder, rng.Fork(4));
        Dispatcher = new TaskDispatcher(options.Leases, controller);
        Charter = new CloudCharter(
            options.Charter, (self.Id, self.Cloud), peers, detector, rng.Fork(5));
        query = new QueryKernel(options.Query, new PeerRoster(peers), self.Id, rng.Fork(6));
        Claims = new ClaimDesk(options.Claims, peers, controller, rng.Fork(8));
        dependents = new Dependents(ledger, controller);
        standing = new StandingKernel(
            options.Standing, new RosterPartners(peers, sampling), rng.Fork(7));
        slices = new SliceKernel(options.Slices, SliceColumns.Attributes,
            new RosterPartners(peers, sampling), self.Id, rng.Fork(9))
        {
            Own = attribute => SliceColumns.NumberOf(standing.Own, attribute),
        };
        query.Standing = (Instant now, BoundQuery asked,
            [NotNullWhen(true)] out QueryAnswer? answer) => StandingQueries.TryAnswer(
                now, standing.Picture, asked, out answer);
    }

    /// <summary>Who this node is.</summary>
    public NodeIdentity Self => self;

    /// <summary>The peers it knows; read only.</summary>
    public PeerTable Peers => peers;

    /// <summary>Its random view of the cloud; read only.</summary>
    public PeerSampling Sampling => sampling;

    /// <summary>Where it is in the space of round trips.</summary>
    public Membership.Coordinates.Coordinate Place => detector.Place;

    /// <summary>Who may be in the cloud; whoever verifies handshakes asks it.</summary>
    public CloudCharter Charter { get; }

    /// <summary>What it knows of all machines; the shell sets its own row there.</summary>
    public StandingKernel Standing => standing;

    /// <summary>Where it stands among all machines, by the row that
    /// <see cref="Standing"/> has.</summary>
    public SliceKernel Slices => slices;

    /// <summary>What its machine has promised; read only.</summary>
    public LeaseLedger Ledger => ledger;

    /// <summary>What its machine runs; read only.</summary>
    public AttemptTable Attempts { get; }

    /// <summary>The subclouds asked for here; read only.</summary>
    public SubcloudController Controller => controller;

    /// <summary>Who controls the subclouds that were asked for at several facades.</summary>
    public ClaimDesk Claims { get; }

    /// <summary>The tasks asked for here; read only.</summary>
    public TaskDispatcher Dispatcher { get; }

    /// <summary>Queries over the cloud: ask, and take the answer when an event tells.</summary>
    public QueryKernel Query => query;

    /// <summary>Refused frames so far, indexed by <see cref="Refusal"/>.</summary>
    public ReadOnlySpan<long> Refusals => refusals;

    /// <summary>Grows with every change that a snapshot would show.</summary>
    public long Version => peers.Version + Charter.Version + ledger.Version + Attempts.Version
        + controller.Version + Dispatcher.Version + Claims.Version + query.Version
        + standing.Version + slices.Version;

    /// <summary>When <see cref="Tick"/> has something to do.</summary>
    public Instant NextDeadline
    {
        get
        {
            Instant membership = Instant.Min(sampling.NextDeadline, detector.NextDeadline);
            Instant cloud = Instant.Min(Charter.NextDeadline, Claims.NextDeadline);
            Instant machine = Instant.Min(ledger.NextDeadline, Attempts.NextDeadline);
            Instant customer = Instant.Min(controller.NextDeadline, Dispatcher.NextDeadline);
            machine = Instant.Min(machine, query.NextDeadline);
            membership = Instant.Min(membership, standing.NextDeadline);
            membership = Instant.Min(membership, slices.NextDeadline);
            return Instant.Min(Instant.Min(membership, cloud), Instant.Min(machine, customer));
        }
    }

    /// <summary>Tries an address at which somebody may be reached.</summary>
    public void Try(Instant now, PeerAddress address) => sampling.Try(now, address);

    /// <summary>Lets every kernel do what is due.</summary>
    public void Tick(Instant now, Outbox outbox)
    {
        ledger.Tick(now, outbox);
        peers.OwnStatus = ledger.Status;
        sampling.IsCalm = detector.IsCalm;
        detector.Dependent = dependents.Next();
        sampling.Tick(now, outbox);
        detector.Tick(now, outbox);
        Charter.Tick(now, outbox);
        query.Tick(now, outbox);
        standing.Tick(now, outbox);
        slices.Tick(now, outbox);
        Settle(now, outbox);
    }

    /// <summary>Takes one frame.</summary>
    /// <param name="now">The moment.</param>
    /// <param name="sender">Who sent it: proved by whoever delivers it.</param>
    /// <param name="frame">Its bytes, whatever they are.</param>
    /// <param name="outbox">What to do.</param>
    /// <returns>Why it was refused and counted, with nothing else changed.</returns>
    public Refusal Receive(
        Instant now, in Sender sender, ReadOnlySpan<byte> frame, Outbox outbox)
    {
        Refusal refusal = Frame.TryRead(
            frame, out MessageKind kind, out ReadOnlySpan<byte> body);
        if (refusal == Refusal.None)
            refusal = Route(now, sender, kind, body, outbox);
        if (refusal == Refusal.None)
            Settle(now, outbox);
        else
            refusals[(int)refusal]++;
        return refusal;
    }

    /// <summary>Sets what this machine offers.</summary>
    /// <param name="total">Processor and memory in all.</param>
    /// <param name="accepts">Whether it takes tasks.</param>
    public void Offer(Resources total, bool accepts)
    {
        ledger.Offer(total, accepts);
        peers.OwnStatus = ledger.Status;
    }

    /// <summary>Begins a subcloud that this node controls.</summary>
    public CreateOutcome CreateSubcloud(Instant now, SubcloudSpec spec, Outbox outbox) =>
        Command(now, outbox, () => controller.Create(now, spec, outbox));

    /// <summary>Ends a subcloud; false if there is none of that name.</summary>
    public bool ReleaseSubcloud(Instant now, UInt128 id, Outbox outbox)
    {
        if (controller.Find(id) is { } subcloud)
            controller.Release(subcloud, Allocation.ReasonCode.ByCustomer, outbox);
        Settle(now, outbox);
        return controller.Find(id) is not null;
    }

    /// <summary>Ends a subcloud once its tasks have ended.</summary>
    public void DrainSubcloud(Instant now, Subcloud subcloud, Outbox outbox)
    {
        Dispatcher.ReleaseWhenDone(now, subcloud, outbox);
        Settle(now, outbox);
    }

    /// <summary>Runs a command of one of its kernels; the others follow.</summary>
    public T Command<T>(Instant now, Outbox outbox, Func<T> command)
    {
        T result = command();
        Settle(now, outbox);
        return result;
    }

    /// <summary>Queues a task.</summary>
    public SubmitOutcome SubmitTask(Instant now, UInt128 id, TaskOrder order, Outbox outbox) =>
        Command(now, outbox, () => Dispatcher.Submit(now, id, order, outbox));

    /// <summary>Ends a task; false if there is none of that name.</summary>
    public bool CancelTask(Instant now, UInt128 id, Outbox outbox)
    {
        if (Dispatcher.Find(id) is { } task)
            Dispatcher.Cancel(now, task, outbox);
        Settle(now, outbox);
        return Dispatcher.Find(id) is not null;
    }

    /// <summary>The shell tells that an attempt's command runs now.</summary>
    public void AttemptStarted(AttemptKey key, Outbox outbox) => Attempts.Started(key, outbox);

    /// <summary>The shell tells that an attempt is over.</summary>
    public void AttemptEnded(Instant now, in ReportMessage end, Outbox outbox) =>
        Attempts.Ended(now, end, outbox);

    /// <summary>The shell tells whether an attempt's result is all here and verified.</summary>
    public void ResultFetched(Instant now, AttemptKey key, bool complete, Outbox outbox)
    {
        Dispatcher.ResultFetched(now, key, complete, outbox);
        Settle(now, outbox);
    }

    /// <summary>Gives everything back and says goodbye; the node is not used afterwards.</summary>
    public void Stop(Instant now, Outbox outbox)
    {
        controller.Close(outbox);
        Dispatcher.Tick(now, outbox);
        ledger.Close(outbox);
        Attempts.Tick(now, outbox);
        detector.SayGoodbye(outbox);
    }

    // A change in one kernel may be work for those above it, in this order.
    private void Settle(Instant now, Outbox outbox)
    {
        Attempts.Tick(now, outbox);
        Claims.Tick(now, outbox);
        controller.Tick(now, outbox);
        Dispatcher.Tick(now, outbox);
        peers.OwnStatus = ledger.Status;
        if (query.LastWish > watchedSince)
            standing.Watch(now, now + options.Standing.WatchMax);
        watchedSince = query.LastWish;
    }
}
