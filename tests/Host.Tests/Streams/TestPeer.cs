using System.Net;
using System.Runtime.Versioning;
using Microsoft.Extensions.Logging.Abstractions;
using P2PCS.Host.Identity;
using P2PCS.Host.Shell;
using P2PCS.Host.Storage;
using P2PCS.Host.Streams;
using P2PCS.Host.Tests.Storage;
using P2PCS.Membership.Admission;
using P2PCS.Protocol;

namespace P2PCS.Host.Tests.Streams;

/// <summary>One end of a stream over loopback: directory, key, blobs, and both roles.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class TestPeer : IAsyncDisposable
{
    private readonly TempDirectory temp = new();
    private readonly DataDirectory directory;
    private StreamServer? server;

    public TestPeer()
    {
        directory = DataDirectory.Open(temp.Root);
        Identity = PeerIdentity.LoadOrCreate(directory);
        Blobs = BlobStore.Open(directory.Blobs);
        Client = new StreamClient(Identity.Certificate, Credential);
    }

    public PeerIdentity Identity { get; }

    public BlobStore Blobs { get; }

    public StreamClient Client { get; }

    public Func<PeerId, Digest, bool> MayRead { get; set; } = (_, _) => true;

    public Func<LogRequest, Stream?> OpenLog { get; set; } = _ => null;

    public Func<StreamedFrame, bool> TakeFrame { get; set; } = _ => false;

    public StreamedCounts Counts { get; } = new();

    /// <summary>What its client shows.</summary>
    public static byte[] Credential => [1, 2, 3];

    /// <summary>Lets in by default whoever shows that.</summary>
    public MemberGate Gate { get; set; } = new((_, _, shown) => Task.FromResult<AdmissionRefusal?>(
        shown.Span.SequenceEqual(Credential)
            ? AdmissionRefusal.None
            : AdmissionRefusal.BadSignature));

    public TimeSpan StrangersFor { get; set; } = TimeSpan.FromSeconds(10);

    public IPEndPoint Endpoint => server!.Endpoint;

    public StreamTarget Target => new(Endpoint, Identity.Id);

    public async Task ServeAsync(int port = 0) => server = await StreamServer.StartAsync(new()
    {
        Listen = new IPEndPoint(IPAddress.Loopback, port),
        Certificate = Identity.Certificate,
        Gate = Gate,
        StrangersFor = StrangersFor,
        LoggerFactory = NullLoggerFactory.Instance,
        Sources = new StreamSources(
            (caller, digest) => MayRead(caller, digest) && Blobs.TryOpenRead(digest, out var blob)
                ? blob
                : null,
            request => OpenLog(request),
            frame => TakeFrame(frame)),
        Counts = Counts,
    });

    public async Task StopAsync()
    {
        if (server is not null)
        {
            await server.DisposeAsync();
            server = null;
        }
    }

    public async Task<Digest> StoreAsync(byte[] content) =>
        (await Blobs.PutAsync(new MemoryStream(content), long.MaxValue, default)).Digest;

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await StopAsync();
        Identity.Dispose();
        directory.Dispose();
        temp.Dispose();
    }
}
