using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using P2PCS.Host.Attempts;
using P2PCS.Host.Identity;
using P2PCS.Host.Rest;
using P2PCS.Host.Rest.Bodies;
using P2PCS.Host.Sealing;
using P2PCS.Host.Shell;
using P2PCS.Host.Storage;
using P2PCS.Host.Streams;
using P2PCS.Node;
using P2PCS.Protocol;

namespace P2PCS.Host.Agent;

/// <summary>The peer agent that <c>p2pcs up</c> runs: puts the parts together, serves, and takes
/// them apart in order.</summary>
public sealed class PeerAgent : IAsyncDisposable
{
    private const int PortTries = 20;
    private static readonly TimeSpan SelfTestEvery = TimeSpan.FromMinutes(5);

    private readonly AgentOptions options;
    private readonly DataDirectory directory;
    private readonly AgentLog log;
    private readonly HostClock clock = new(TimeProvider.System);
    private readonly CancellationTokenSource stopping = new();
    private readonly Stack<Func<ValueTask>> undo = new();
    private DriverChoice driver = null!;
    private NodeActor actor = null!;
    private AttemptRunner runner = null!;
    private NodeIdentity self;
    private volatile Picture? picture;
    private string api = "";

    private PeerAgent(AgentOptions options, DataDirectory directory)
    {
        this.options = options;
        this.directory = directory;
        log = new AgentLog(directory.Logs);
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
        await agent.StartAsync(output, stop);
        Task stopped = Task.Delay(Timeout.Infinite, stop);
        Task ended = await Task.WhenAny(stopped, agent.actor.Completion);
        if (ended != stopped)
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
        Journal journal = Keep(Journal.Open(directory.JournalFile));
        BlobStore blobs = BlobStore.Open(directory.Blobs);
        driver = await DriverChoice.MakeAsync(
            ClearScratch("self-test"), options.AllowUnsandboxed, stop);
        StreamClient streams = Keep(new StreamClient(identity.Certificate));
        var cache = new InputCache(streams, BlobStore.Open(ClearScratch("cache")));
        var reports = new AttemptReports(
            key => Post((node, _, outbox) => node.AttemptStarted(key, outbox)),
            end => Post((node, now, outbox) => node.AttemptEnded(now, end, outbox)),
            (key, all) => Post((node, now, outbox) => node.ResultFetched(now, key, all, outbox)));
        runner = new AttemptRunner(ClearScratch("attempts"), cache, reports, log.Logger)
        {
            Driver = driver.Driver,
        };
        var fetcher = new ResultFetcher(streams, blobs, reports, log.Logger);
        UdpTransport udp = await BindAsync(identity, blobs);
        StartNode(identity, journal, udp, fetcher);
        FacadeServer facade = await FacadeServer.StartAsync(
            options.Api,
            new FacadeParts(
                token, self, actor, () => picture!, blobs, streams, Describe, stopping.Token),
            log.Factory);
        undo.Push(facade.DisposeAsync);
        api = facade.Url.ToString().TrimEnd('/');
        directory.WritePeerFile(
            new PeerFile(self.Id.ToString(), Environment.ProcessId, Listen, api));
        _ = RepeatSelfTestAsync();
        await TellReadyAsync(output);
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

    private string ClearScratch(string name)
    {
        string path = Path.Combine(directory.Scratch, name);
        if (Directory.Exists(path))
            Directory.Delete(path, recursive: true);
        Directory.CreateDirectory(path);
        return path;
    }

    // Datagrams and streams share one port number; with port 0 a pair that is free is sought.
    private async Task<UdpTransport> BindAsync(PeerIdentity identity, BlobStore blobs)
    {
        var sources = new StreamSources(
            (caller, digest) => OpenBlob(blobs, caller, digest),
            request => runner.OpenLog(request));
        for (int tries = 1; ; tries++)
        {
            var udp = new UdpTransport(options.Listen);
            try
            {
                StreamServer server = await StreamServer.StartAsync(new StreamServerOptions
                {
                    Listen = udp.Endpoint,
                    Certificate = identity.Certificate,
                    LoggerFactory = log.Factory,
                    Sources = sources,
                });
                undo.Push(server.DisposeAsync);
                undo.Push(async () => await runner.StopAsync());
                return Keep(udp);
            }
            catch (IOException) when (options.Listen.Port == 0 && tries < PortTries)
            {
                udp.Dispose();
            }
            catch
            {
                udp.Dispose();
                throw;
            }
        }
    }

    private FileStream? OpenBlob(BlobStore blobs, PeerId caller, Digest digest)
    {
        if (runner.OpenResult(caller, digest) is { } result)
            return result;
        return picture is { } now && now.MemberIds.Contains(caller)
            && blobs.TryOpenRead(digest, out FileStream? blob) ? blob : null;
    }

    private void StartNode(
        PeerIdentity identity, Journal journal, UdpTransport udp, ResultFetcher fetcher)
    {
        uint epoch = journal.NextBootEpoch();
        self = new NodeIdentity(identity.Id, epoch, Addresses.ToPeer(udp.Endpoint));
        Span<byte> seed = stackalloc byte[8];
        RandomNumberGenerator.Fill(seed);
        var node = new PeerNode(
            self, Profile.Read(options.Profile), new Rng(BitConverter.ToUInt64(seed)));
        node.Offer(Capacity.Of(options), driver.Driver is not null);
        picture = Picture.Of(node, new SealingCounts(), clock.Now);
        actor = Keep(new NodeActor(new NodeActorParts(
            node,
            clock,
            udp.Send,
            send => OpenChannel(identity, epoch, send),
            journal.Commit,
            request => Carry(request, fetcher),
            log.Tell,
            (pictured, sealing, now) => picture = Picture.Of(pictured, sealing, now))));
        RecordKind[] kinds = Enum.GetValues<RecordKind>();
        StoredRecord[] records = [.. kinds.SelectMany(kind => journal.Read((byte)kind)
            .Select(record => new StoredRecord(kind, record.Key, record.Value)))];
        actor.Start([.. options.Join.Select(Addresses.ToPeer)], records);
        udp.Start(actor.Post);
    }

    private SealedChannel OpenChannel(PeerIdentity identity, uint epoch, SendSealed send)
    {
        ECDsa key = Keep(identity.Certificate.GetECDsaPrivateKey()!);
        return new SealedChannel(new SealedChannelParts(
            new SealingOptions(),
            OpenCloud.Member(key, epoch),
            OpenCloud.Keys,
            SealingEntropy.System,
            send,
            log.Refused));
    }

    private void Carry(WorkRequest request, ResultFetcher fetcher)
    {
        switch (request.Kind)
        {
            case WorkKind.Start:
                runner.Start(request);
                break;
            case WorkKind.Discard:
                runner.Discard(request.Attempt);
                break;
            case WorkKind.FetchResult:
                fetcher.Start(request);
                break;
        }
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

    private async Task RepeatSelfTestAsync()
    {
        using var timer = new PeriodicTimer(SelfTestEvery);
        try
        {
            while (await timer.WaitForNextTickAsync(stopping.Token))
            {
                driver = await DriverChoice.MakeAsync(
                    ClearScratch("self-test"), options.AllowUnsandboxed, stopping.Token);
                runner.Driver = driver.Driver;
                bool accepts = driver.Driver is not null;
                Post((node, _, _) => node.Offer(Capacity.Of(options), accepts));
            }
        }
        catch (OperationCanceledException)
        {
            log.SelfTestsEnd();
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            log.SelfTestsFail(cause.Message);
        }
    }

    private async Task TellReadyAsync(TextWriter output)
    {
        log.Ready(self.Id.ToString(), self.Epoch, Listen, api, driver.Report.Detail);
        await output.WriteLineAsync(
            $"ready id={self.Id} listen={Listen} api={api} data={directory.Root} " +
            $"driver={driver.Report.Name}");
        await output.FlushAsync();
        if (driver.Driver is null)
            await Console.Error.WriteLineAsync($"warning: {driver.Report.Detail}");
    }

    private SelfBody Describe() => new SelfDescription(
        self,
        picture!,
        driver,
        actor.Traffic,
        options.Profile,
        api,
        log.StartedAt,
        stopping.IsCancellationRequested).ToBody();
}
