using System.Net;
using System.Security.Cryptography;
using P2PCS.Host.Identity;
using P2PCS.Host.Sealing;
using P2PCS.Host.Shell;
using P2PCS.Host.Storage;
using P2PCS.Membership.Admission;
using P2PCS.Protocol;

namespace P2PCS.Host.Tests.EndToEnd;

/// <summary>A member with a socket, but without a node: says what a test wants.</summary>
internal sealed class Caller : IDisposable
{
    private readonly HostClock clock = new(TimeProvider.System);
    private readonly LiveDirectory root = new();
    private readonly DataDirectory directory;
    private readonly PeerIdentity identity;
    private readonly CloudMembership membership;
    private readonly UdpTransport udp = new(new IPEndPoint(IPAddress.Loopback, 0));
    private readonly Lock gate = new();
    private readonly SealedChannel channel;

    /// <param name="token">Admits it.</param>
    public Caller(string token)
    {
        directory = DataDirectory.Open(root.At("caller"));
        identity = PeerIdentity.LoadOrCreate(directory);
        Assert.True(InviteToken.TryParse(token, out InviteToken? invite));
        Assert.Equal(AdmissionRefusal.None, CloudMembership.Join(
            invite!, identity, TimeProvider.System.GetUtcNow(), out CloudMembership? joined));
        membership = joined!;
        channel = new SealedChannel(new SealedChannelParts(
            new SealingOptions(),
            new HandshakeIdentity(
                identity.Id,
                1,
                membership.Cloud,
                membership.Chain.Bytes,
                input => EcdsaSignature.Sign(identity.Key, input),
                Verify),
            membership.Keys,
            SealingEntropy.System,
            (to, _, bytes) => udp.Send(to, bytes),
            _ => { }));
        udp.Start(Receive);
    }

    /// <summary>What seals the handshakes of its cloud.</summary>
    public CloudKey CloudKey => membership.Keys.Current;

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
        membership.Dispose();
        identity.Dispose();
        directory.Dispose();
        root.Dispose();
    }

    private AdmissionRefusal Verify(
        ReadOnlySpan<byte> credential, Instant now, out CredentialHolder holder)
    {
        AdmissionRefusal refusal = CredentialCheck.Verify(
            credential,
            membership.Cloud,
            HostClock.ToUnixSeconds(now),
            new StatementSet(),
            out VerifiedPeer peer);
        peer.Key.TryExpand(out ECPoint point);
        holder = new CredentialHolder(peer.Id, point, Instant.Never);
        return refusal;
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
