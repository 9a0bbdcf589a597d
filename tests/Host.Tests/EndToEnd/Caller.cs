using System.Net;
using System.Security.Cryptography;
using P2PCS.Host.Sealing;
using P2PCS.Host.Shell;
using P2PCS.Protocol;

namespace P2PCS.Host.Tests.EndToEnd;

/// <summary>Somebody with a key and a socket, but without a node: says what a test wants.
/// </summary>
internal sealed class Caller : IDisposable
{
    private readonly HostClock clock = new(TimeProvider.System);
    private readonly ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly UdpTransport udp = new(new IPEndPoint(IPAddress.Loopback, 0));
    private readonly Lock gate = new();
    private readonly SealedChannel channel;

    public Caller()
    {
        channel = new SealedChannel(new SealedChannelParts(
            new SealingOptions(),
            OpenCloud.Member(key, 1),
            OpenCloud.Keys,
            SealingEntropy.System,
            (to, _, bytes) => udp.Send(to, bytes),
            _ => { }));
        udp.Start(Receive);
    }

    /// <summary>Waits for a session with a peer.</summary>
    public Task MeetAsync(PeerAddress peer, byte[] firstFrame)
    {
        Send(peer, firstFrame);
        return Until.TrueAsync("there is a session", 5, () =>
        {
            lock (gate)
            {
                channel.Tick(clock.Now);
                return Task.FromResult(channel.With(peer) is not null);
            }
        });
    }

    public void Send(PeerAddress peer, byte[] frame)
    {
        lock (gate)
            channel.Seal(clock.Now, peer, frame);
    }

    public void Dispose()
    {
        udp.Dispose();
        channel.Dispose();
        key.Dispose();
    }

    private void Receive(Datagram datagram)
    {
        lock (gate)
        {
            channel.TryOpen(
                clock.Now, datagram.From, datagram.Buffer.AsSpan(0, datagram.Length), out _, out _);
        }
    }
}
