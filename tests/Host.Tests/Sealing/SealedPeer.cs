using System.Security.Cryptography;
using P2PCS.Host.Bench;
using P2PCS.Host.Sealing;
using P2PCS.Host.Storage;
using P2PCS.Membership.Admission;
using P2PCS.Protocol;

namespace P2PCS.Host.Tests.Sealing;

/// <summary>A peer that is nothing but a sealed channel, at an address of a virtual network.
/// </summary>
internal sealed class SealedPeer : IDisposable
{
    private static readonly List<ECDsa> Pool = [];
    private readonly SealedNet net;
    private readonly SealedSetup setup;

    public SealedPeer(SealedNet net, SealedSetup setup)
    {
        this.net = net;
        this.setup = setup;
        Key = setup.Key ?? KeyOf(setup.Number);
        Credential = setup.Credential ?? Key.ExportSubjectPublicKeyInfo();
        Id = new PeerId(Sha256.Of(Credential));
        Keys = setup.Keys ?? SealedNet.Keys;
        Channel = Open();
    }

    public ECDsa Key { get; }

    public byte[] Credential { get; }

    public PeerId Id { get; }

    public CloudKeys Keys { get; set; }

    public uint Epoch { get; private set; }

    public PeerAddress Address => setup.Address;

    public SealedChannel Channel { get; private set; }

    public List<(Sender Sender, byte[] Frame)> Frames { get; } = [];

    public List<HandshakeRefusal> Refusals { get; } = [];

    public HashSet<PeerId> Banned { get; } = [];

    /// <summary>Credentials it took in, after their holders had proved to be it.</summary>
    public List<PeerId> Admitted { get; } = [];

    public Sender AsSender => new(Id, Epoch, Address);

    /// <summary>The key of a numbered peer, the same in all tests of a run: making one is slow.
    /// </summary>
    public static ECDsa KeyOf(int number)
    {
        lock (Pool)
        {
            while (Pool.Count <= number)
                Pool.Add(ECDsa.Create(ECCurve.NamedCurves.nistP256));
            return Pool[number];
        }
    }

    public void Send(SealedPeer to, params byte[] frame) =>
        Channel.Seal(net.Now, to.Address, frame);

    /// <summary>Takes a datagram as if it came from somewhere.</summary>
    public bool Take(PeerAddress from, byte[] datagram)
    {
        bool opened = Channel.TryOpen(
            net.Now, from, datagram, out Sender sender, out ReadOnlySpan<byte> frame);
        if (opened)
            Frames.Add((sender, frame.ToArray()));
        return opened;
    }

    /// <summary>Comes back in its next boot epoch, knowing nothing.</summary>
    public void Restart()
    {
        Channel.Dispose();
        Channel = Open();
    }

    public void Dispose() => Channel.Dispose();

    private SealedChannel Open() => new(new SealedChannelParts(
        setup.Options,
        new HandshakeIdentity(
            Id,
            ++Epoch,
            SealedNet.Cloud,
            Credential,
            input => EcdsaSignature.Sign(Key, input),
            Verify)
        {
            Admit = (in CredentialHolder holder, Instant _) =>
            {
                Admitted.Add(holder.Id);
                return AdmissionRefusal.None;
            },
        },
        Keys,
        net.Entropy,
        (to, _, bytes) => net.Post(this, to, bytes.ToArray()),
        Refusals.Add));

    private AdmissionRefusal Verify(
        ReadOnlySpan<byte> credential, Instant now, out CredentialHolder holder)
    {
        AdmissionRefusal refusal = SpkiCredential.Verify(credential, out holder);
        return refusal == AdmissionRefusal.None && Banned.Contains(holder.Id)
            ? AdmissionRefusal.Banned
            : refusal;
    }
}
