using System.Net;
using System.Runtime.Versioning;
using Microsoft.Extensions.Logging.Abstractions;
using P2PCS.Allocation.Leases;
using P2PCS.Host.Bench;
using P2PCS.Host.Identity;
using P2PCS.Host.Sealing;
using P2PCS.Host.Shell;
using P2PCS.Host.Storage;
using P2PCS.Host.Streams;
using P2PCS.Host.Tests.Storage;
using P2PCS.Membership.Admission;
using P2PCS.Membership.Liveness;
using P2PCS.Membership.Sampling;
using P2PCS.Node;
using P2PCS.Protocol;

namespace P2PCS.Host.Tests.Shell;

/// <summary>A node with all that carries its frames, on loopback, and nothing else.</summary>
[UnsupportedOSPlatform("windows")]
internal sealed class ShellPeer : IAsyncDisposable
{
    private static readonly byte[] Secret = [.. Enumerable.Repeat((byte)7, 32)];
    private static readonly CloudId Cloud = new(new Digest(1, 2, 3, 4));

    private readonly TempDirectory temp = new();
    private readonly CancellationTokenSource stopping = new();
    private readonly DataDirectory directory;
    private readonly PeerIdentity identity;
    private readonly UdpTransport udp;
    private readonly StreamClient client;
    private StreamServer? server;

    public ShellPeer()
    {
        directory = DataDirectory.Open(temp.Root);
        identity = PeerIdentity.LoadOrCreate(directory);
        udp = new UdpTransport(new IPEndPoint(IPAddress.Loopback, 0));
        client = new StreamClient(identity.Certificate, [1]);
        Courier = new FrameCourier(client, Counts, stopping.Token);
        Self = new NodeIdentity(identity.Id, 1, Addresses.ToPeer(udp.Endpoint)) { Cloud = Cloud };
        var options = new NodeOptions(
            new SamplingOptions { Cycle = TimeSpan.FromMilliseconds(100) },
            new LivenessOptions { Cycle = TimeSpan.FromMilliseconds(100) },
            new LeaseOptions());
        Actor = new NodeActor(new NodeActorParts(
            new PeerNode(Self, options, new Rng(Self.Address.Port)),
            new HostClock(TimeProvider.System),
            udp.Send,
            Courier.Send,
            Open,
            _ => { },
            _ => { },
            _ => { },
            (_, _, _) => { }));
    }

    public NodeIdentity Self { get; }

    public NodeActor Actor { get; }

    public FrameCourier Courier { get; }

    public StreamedCounts Counts { get; } = new();

    public async Task StartAsync(params PeerAddress[] contacts)
    {
        server = await StreamServer.StartAsync(new StreamServerOptions
        {
            Listen = udp.Endpoint,
            Certificate = identity.Certificate,
            LoggerFactory = NullLoggerFactory.Instance,
            Sources = new StreamSources((_, _) => null, _ => null, frame => Actor.TryPost(frame)),
            Counts = Counts,
            Gate = new MemberGate(
                (_, _, _) => Task.FromResult<AdmissionRefusal?>(AdmissionRefusal.None)),
        });
        Actor.Start(contacts, []);
        udp.Start(Actor.Post);
    }

    public Task<long> RefusedAsync(Refusal reason) =>
        Actor.AskAsync((node, _, _) => node.Refusals[(int)reason]);

    public Task<long> RefusedAsync(DatagramRefusal reason) =>
        Actor.AskAsync((_, _, _) => Actor.Sealing.Counts.Of(reason));

    public async ValueTask DisposeAsync()
    {
        Actor.Dispose();
        await stopping.CancelAsync();
        if (server is not null)
            await server.DisposeAsync();
        udp.Dispose();
        client.Dispose();
        identity.Dispose();
        directory.Dispose();
        temp.Dispose();
        stopping.Dispose();
    }

    private SealedChannel Open(SendSealed send) => new(new SealedChannelParts(
        new SealingOptions(),
        new HandshakeIdentity(
            Self.Id,
            Self.Epoch,
            Cloud,
            identity.Key.ExportSubjectPublicKeyInfo(),
            input => EcdsaSignature.Sign(identity.Key, input),
            (ReadOnlySpan<byte> shown, Instant _, out CredentialHolder holder) =>
                SpkiCredential.Verify(shown, out holder)),
        new CloudKeys(new CloudKey(1, Secret)),
        SealingEntropy.System,
        send,
        _ => { }));
}
