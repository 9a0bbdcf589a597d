using System.Security.Cryptography;
using P2PCS.Host.Bench;
using P2PCS.Host.Sealing;
using P2PCS.Membership.Admission;
using P2PCS.Protocol;

namespace P2PCS.Host.Fuzzing;

/// <summary>A sealed channel in the middle of handshakes and a session. Most datagrams outside of
/// sessions are sealed again with the cloud's key, so that what is inside is looked at.</summary>
internal sealed class SealedTarget : IDisposable
{
    private static readonly CloudId Cloud = new(new Digest(1, 2, 3, 4));
    private static readonly CloudKey Key = new(1, new byte[CloudKey.SecretLength]);
    private static readonly PeerAddress VictimAt = PeerAddress.Narrow([203, 0, 113, 1], 7400);
    private static readonly PeerAddress OtherAt = PeerAddress.Narrow([198, 51, 100, 1], 7400);

    private readonly SealingEntropy entropy;
    private readonly Lobby lobby;
    private readonly ECDsa[] keys = [NewKey(), NewKey()];
    private readonly SealedChannel victim;
    private readonly SealedChannel other;
    private readonly List<byte[]> corpus = [];
    private readonly Queue<(bool ToVictim, byte[] Bytes)> wire = new();
    private Rng rng;
    private Instant now = new(1000 * TimeSpan.TicksPerDay);

    public SealedTarget(ulong seed)
    {
        rng = new Rng(seed, 2);
        entropy = new SealingEntropy(
            Fill, () => ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256));
        lobby = new Lobby(entropy);
        victim = Open(keys[0], toVictim: false);
        other = Open(keys[1], toVictim: true);
        other.Seal(now, VictimAt, new byte[40]);
        Carry();
        victim.Seal(now, OtherAt, new byte[40]);
        Carry();
        victim.Forget(new PeerId(Storage.Sha256.Of(keys[1].ExportSubjectPublicKeyInfo())));
        other.Seal(now, VictimAt, new byte[60]);
        Carry();
        Target = new FuzzTarget("sealed", corpus, Feed) { Shape = Seal };
    }

    public FuzzTarget Target { get; }

    public void Dispose()
    {
        victim.Dispose();
        other.Dispose();
        lobby.Dispose();
        foreach (ECDsa key in keys)
            key.Dispose();
    }

    private static ECDsa NewKey() => ECDsa.Create(ECCurve.NamedCurves.nistP256);

    private void Feed(byte[] input, ref Rng random)
    {
        now += TimeSpan.FromMilliseconds(1);
        if (victim.NextDeadline <= now)
            victim.Tick(now);
        PeerAddress from = random.Below(4) == 0
            ? new PeerAddress(random.NextName(), (ushort)(1 + random.Below(9000)))
            : OtherAt;
        victim.TryOpen(now, from, input, out _, out _);
        wire.Clear();
    }

    // In the corpus the content of a datagram outside of sessions stands in clear.
    private byte[] Seal(byte[] changed, ulong random)
    {
        bool isOpen = changed.Length >= Lobby.Overhead
            && changed.Length <= Limits.DatagramBytes
            && changed[0] != (byte)DatagramType.Data;
        if (!isOpen || random % 16 == 0)
            return changed;
        var type = (DatagramType)changed[0];
        if (type == DatagramType.Init && random % 16 != 1)
            Array.Resize(ref changed, InitMessage.DatagramLength);
        lobby.Seal(type, Key, changed);
        return changed;
    }

    private SealedChannel Open(ECDsa key, bool toVictim)
    {
        byte[] credential = key.ExportSubjectPublicKeyInfo();
        return new SealedChannel(new SealedChannelParts(
            new SealingOptions
            {
                PrefixRate = 1e9,
                TotalRate = 1e9,
                Sessions = 20,
                Prefixes = 50,
            },
            new HandshakeIdentity(
                new PeerId(Storage.Sha256.Of(credential)),
                1,
                Cloud,
                credential,
                input => EcdsaSignature.Sign(key, input),
                Verify),
            new CloudKeys(Key),
            entropy,
            (_, _, bytes) => wire.Enqueue((toVictim, bytes.ToArray())),
            _ => { }));
    }

    private static AdmissionRefusal Verify(
        ReadOnlySpan<byte> credential, Instant now, out CredentialHolder holder) =>
        SpkiCredential.Verify(credential, out holder);

    private void Carry()
    {
        while (wire.TryDequeue(out (bool ToVictim, byte[] Bytes) post))
        {
            now += TimeSpan.FromMilliseconds(1);
            corpus.Add(InClear(post.Bytes));
            (SealedChannel to, PeerAddress from) =
                post.ToVictim ? (victim, OtherAt) : (other, VictimAt);
            to.TryOpen(now, from, post.Bytes, out _, out _);
        }
    }

    private static byte[] InClear(byte[] datagram)
    {
        if (datagram[0] == (byte)DatagramType.Data)
            return datagram;
        byte[] clear = [.. datagram];
        Invariant.Holds(Lobby.TryOpen(
            datagram, Key, clear.AsSpan(Lobby.HeaderLength, datagram.Length - Lobby.Overhead)));
        return clear;
    }

    private void Fill(Span<byte> bytes)
    {
        foreach (ref byte one in bytes)
            one = (byte)rng.Next();
    }
}
