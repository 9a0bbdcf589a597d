using System.Net;
using System.Security.Cryptography;
using P2PCS.Host.Discovery;
using P2PCS.Host.Identity;
using P2PCS.Host.Readings;
using P2PCS.Host.Rest;
using P2PCS.Host.Rest.Bodies;
using P2PCS.Host.Sealing;
using P2PCS.Host.Shell;
using P2PCS.Host.Storage;
using P2PCS.Host.Streams;
using P2PCS.Membership.Admission;
using P2PCS.Node;
using P2PCS.Protocol;

namespace P2PCS.Host.Agent;

/// <summary>The peer agent that <c>p2pcs up</c> runs: puts the parts together, serves, and takes
/// them apart in order.</summary>
public sealed class PeerAgent : IAsyncDisposable
{
    private readonly AgentOptions options;
    private readonly DataDirectory directory;
    private readonly AgentLog log;
    private readonly HostClock clock = new(TimeProvider.System);
    private readonly CancellationTokenSource stopping = new();
    private readonly Stack<Func<ValueTask>> undo = new();
    private readonly InviteBook invites = new();
    private readonly EventRing events = new(TimeProvider.System);
    private readonly QueryDesk queries;
    private readonly StreamedCounts streamed = new();
    private Entry entry = null!;
    private CloudTies ties = null!;
    private NodeActor actor = null!;
    private Machine machine = null!;
    private WorkDesk desk = null!;
    private UdpTransport udp = null!;
    private FrameCourier courier = null!;
    private NodeIdentity self;
    private volatile Picture? picture;
    private string api = "";

    private PeerAgent(AgentOptions options, DataDirectory directory)
    {
        this.options = options;
        this.directory = directory;
        log = new AgentLog(directory.Logs);
        queries = new QueryDesk(() => actor);
    }

    /// <summary>Serves until <paramref name="stop"/> is cancelled.</summary>
    /// <param name="options">How to run.</param>
    /// <param name="output">Where the <c>ready</c> line goes.</param>
    /// <param name="stop">Asks for a clean stop.</param>
    /// <returns>The process's exit code: 0 after a clean stop.</returns>
    /// <exception cref="IOException">It cannot start: the directory or a port is in use, or a file
    /// is damaged; the message says what to do, and nothing is left behind.</exception>
    public static async Task<int> RunAsync(
        AgentOptions options, TextWriter output, CancellationToken stop)
    {
        using DataDirectory directory = DataDirectory.Open(options.DataDirectory);
        await using var agent = new PeerAgent(options, directory);
        try
        {
            await agent.StartAsync(output, stop);
        }
        catch (Cli.CliException) when (agent.entry is { IsNew: true })
        {
            agent.entry.TakeBack(directory);
            throw;
        }

        // A peer that is a member already does not leave on the word of one other.
        Task stopped = agent.entry.IsNew ? agent.ThrowIfRefusedAsync(stop)
            : Task.Delay(Timeout.Infinite, stop);
        Task ended = await Task.WhenAny(stopped, agent.actor.Completion);
        if (!stop.IsCancellationRequested || ended == agent.actor.Completion)
            await ended;
        return 0;
    }

    /// <summary>Stops in order: no new requests, leases back, goodbye, children gone.</summary>
    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        directory.RemovePeerFile();
        while (undo.TryPop(out Func<ValueTask>? undoNext))
            await undoNext();
        log.Stopped();
        log.Dispose();
        stopping.Dispose();
    }

    private async Task StartAsync(TextWriter output, CancellationToken stop)
    {
        string token = directory.ReadOrCreateToken();
        PeerIdentity identity = Keep(PeerIdentity.LoadOrCreate(directory));
        entry = Entry.Make(options, directory, identity, TimeProvider.System.GetUtcNow());
        Keep(entry.Membership);
        machine = Machine.Open(directory, options.Words);
        ties = new CloudTies(identity, entry.Membership, log);
        log.Entered(entry.Membership);
        Journal journal = Keep(Journal.Open(directory.JournalFile));
        BlobStore blobs = BlobStore.Open(directory.Blobs);
        machine.Watch.Driver = await DriverChoice.MakeAsync(
            directory.EmptyScratch("self-test"), options.AllowUnsandboxed, stop);
        StreamClient streams = Keep(new StreamClient(
            identity.Certificate, entry.Membership.Chain.Bytes.Span));
        courier = new FrameCourier(streams, streamed, stopping.Token);
        desk = WorkDesk.Make(directory, streams, blobs, Post, log.Logger);
        desk.Runner.Driver = Driver.Driver;
        udp = await BindAsync(identity, blobs);
        StartNode(identity, journal);
        BeginToLook(stop);
        FacadeServer facade = await FacadeServer.StartAsync(
            options.Api,
            new FacadeParts(
                token,
                self,
                actor,
                () => picture!,
                blobs,
                streams,
                new CloudAuthority(entry.Membership, identity),
                invites,
                Describe,
                stopping.Token)
            { Events = events, Queries = queries },
            log.Factory);
        undo.Push(facade.DisposeAsync);
        api = facade.Url.ToString().TrimEnd('/');
        directory.WritePeerFile(
            new PeerFile(self.Id.ToString(), Environment.ProcessId, Listen, api));
        _ = SelfTests.RepeatAsync(TestAgainAsync, log, stopping.Token);
        var memory = new PeerMemory(
            new RememberedPeers(directory.RememberedFile), () => picture, log);
        Keep(memory.RunAsync(stopping.Token));
        Keep(machine.Watch.RunAsync(Profile.ReadingsPace(), log, stopping.Token));
        if (entry is { IsNew: true, Contacts.Count: > 0 })
            await ties.Acceptance.WaitAsync(stop);
        await TellReadyAsync(output);
    }

    private async Task ThrowIfRefusedAsync(CancellationToken stop)
    {
        await ties.Acceptance.WaitAsync(stop);
        await Task.Delay(Timeout.Infinite, stop);
    }

    private DriverChoice Driver => machine.Watch.Driver!;

    private bool TakesTasks =>
        Driver.Driver is not null && entry.Membership.Role >= Role.Peer;

    private void Tell(NodeEvent happened)
    {
        if (queries.Heed(happened))
            return;
        machine.Events.Note(TimeProvider.System.GetUtcNow(), happened);
        ties.Tell(happened);
        log.Tell(happened);
        events.Tell(happened);
    }

    private void Publish(PeerNode node, SealingCounts sealing, Instant now)
    {
        picture = Picture.Of(node, sealing, now);
        ties.Follow(node, now);
    }

    private string Listen => Addresses.ToEndpoint(self.Address).ToString();

    private T Keep<T>(T part)
        where T : IDisposable
    {
        undo.Push(() =>
        {
            part.Dispose();
            return ValueTask.CompletedTask;
        });
        return part;
    }

    private void Keep(Task running) => undo.Push(() => new ValueTask(running));

    private void BeginToLook(CancellationToken stop)
    {
        if (entry.Named.Count > 0)
            _ = Unanswered.TellAsync(entry.Named, ties.Acceptance, udp, stop);
        if (options.Discover)
        {
            Keep(LanDiscovery.Start(
                new DiscoveryOptions(),
                udp.Endpoint,
                entry.Membership.Cloud,
                address => Post((node, now, _) => node.Try(now, address))));
        }
    }

    private async Task<UdpTransport> BindAsync(PeerIdentity identity, BlobStore blobs)
    {
        var sources = new OwnSources(blobs, desk.Runner, () => picture, () => actor);
        (UdpTransport datagrams, StreamServer server) = await PeerPort.BindAsync(
            options.Listen,
            listen => new StreamServerOptions
            {
                Listen = listen,
                Certificate = identity.Certificate,
                LoggerFactory = log.Factory,
                Sources = sources.ToSources(),
                Gate = ties.Gate,
                Counts = streamed,
            });
        undo.Push(server.DisposeAsync);
        undo.Push(async () => await desk.Runner.StopAsync());
        return Keep(datagrams);
    }

    private void StartNode(PeerIdentity identity, Journal journal)
    {
        uint epoch = journal.NextBootEpoch();
        IPEndPoint advertised = Advertised.Of(udp.Endpoint, options.Advertise);
        self = new NodeIdentity(identity.Id, epoch, Addresses.ToPeer(advertised))
        {
            Cloud = entry.Membership.Cloud,
        };
        events.Begin(self);
        Span<byte> seed = stackalloc byte[8];
        RandomNumberGenerator.Fill(seed);
        NodeOptions pace = Profile.Read(options.Profile, entry.Membership.IsOpen);
        var node = new PeerNode(self, pace, new Rng(BitConverter.ToUInt64(seed)));
        node.Offer(Capacity.Of(options), TakesTasks);
        machine.Serve(node, desk.Runner.Log);
        picture = Picture.Of(node, new SealingCounts(), clock.Now);
        actor = Keep(new NodeActor(new NodeActorParts(
            node,
            clock,
            udp.Send,
            courier.Send,
            send => ties.OpenChannel(node, send),
            journal.Commit,
            desk.Carry,
            Tell,
            Publish)));
        ties.Attach(actor);
        StoredRecord[] records = StoredRecords.Of(journal);
        foreach (StoredRecord record in records.Where(r => r.Kind == RecordKind.Invite))
            invites.Restore(record.Value.Span);
        actor.Start([.. entry.Contacts.Select(Addresses.ToPeer)], records);
        udp.Start(actor.Post);
    }

    private async void Post(Action<PeerNode, Instant, Outbox> tell)
    {
        try
        {
            await actor.AskAsync((node, now, outbox) =>
            {
                tell(node, now, outbox);
                return true;
            });
        }
        catch (ObjectDisposedException)
        {
            log.TooLate();
        }
    }

    private async Task TestAgainAsync()
    {
        machine.Watch.Driver = await DriverChoice.MakeAsync(
            directory.EmptyScratch("self-test"), options.AllowUnsandboxed, stopping.Token);
        desk.Runner.Driver = Driver.Driver;
        Post((node, _, _) => node.Offer(Capacity.Of(options), TakesTasks));
    }

    private async Task TellReadyAsync(TextWriter output)
    {
        log.Ready(self.Id.ToString(), self.Epoch, Listen, api, Driver.Report.Detail);
        await output.WriteLineAsync(
            $"ready id={self.Id} listen={Listen} api={api} data={directory.Root} " +
            $"driver={Driver.Report.Name}");
        await output.FlushAsync();
        if (Driver.Driver is null)
            await Console.Error.WriteLineAsync($"warning: {Driver.Report.Detail}");
    }

    private SelfBody Describe() => new SelfDescription(
        self,
        picture!,
        Driver,
        actor.Traffic,
        options.Profile,
        api,
        log.StartedAt,
        entry.Membership,
        stopping.IsCancellationRequested,
        udp,
        streamed).ToBody();
}
