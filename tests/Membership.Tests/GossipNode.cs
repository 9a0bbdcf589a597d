using P2PCS.Membership.Coordinates;
using P2PCS.Membership.Liveness;
using P2PCS.Membership.Peers;
using P2PCS.Membership.Rumours;
using P2PCS.Membership.Sampling;
using P2PCS.Protocol;
using P2PCS.Protocol.Wire;
using P2PCS.Tests;

namespace P2PCS.Membership.Tests;

/// <summary>The membership kernels of one peer, as a node composes them.</summary>
public sealed class GossipNode
{
    public GossipNode(
        int number, uint epoch = 1, SamplingOptions? options = null, PeerAddress address = default)
    {
        options ??= new SamplingOptions();
        Self = Of(number, epoch);
        if (!address.IsNone)
            Self = Self with { Address = address };
        Peers = new PeerTable { PrefixMax = options.PrefixPeers };
        Peers.Enter(Self);
        var rng = new Rng(Seed.Value, (ulong)number + (1000 * epoch));
        Sampling = new PeerSampling(options, Peers, Self, rng.Fork(1));
        Detector = new FailureDetector(new LivenessOptions(), Peers, Sampling, rng.Fork(2));
        Outbox = new Outbox();
    }

    public Descriptor Self { get; }

    public PeerTable Peers { get; }

    public PeerSampling Sampling { get; }

    public FailureDetector Detector { get; }

    public Outbox Outbox { get; }

    public Instant NextDeadline => Instant.Min(Sampling.NextDeadline, Detector.NextDeadline);

    /// <summary>The peer with that number, wherever it is named; numbers begin at 1.</summary>
    public static Descriptor Of(int number, uint epoch = 1, ushort age = 0) => new(
        new PeerId(new Digest(0, 0, 0, (ulong)number)),
        new PeerAddress((UInt128)number, 7400),
        epoch,
        age);

    public static Sender SenderOf(int number, uint epoch = 1)
    {
        Descriptor peer = Of(number, epoch);
        return new Sender(peer.Id, epoch, peer.Address);
    }

    public void Tick(Instant now)
    {
        Sampling.IsCalm = Detector.IsCalm;
        Sampling.Tick(now, Outbox);
        Detector.Tick(now, Outbox);
    }

    public Refusal Receive(Instant now, Descriptor from, ReadOnlySpan<byte> frame)
    {
        Refusal refusal = Frame.TryRead(
            frame, out MessageKind kind, out ReadOnlySpan<byte> body);
        Assert.Equal(Refusal.None, refusal);
        var sender = new Sender(from.Id, from.Epoch, from.Address);
        return kind is MessageKind.ShuffleRequest or MessageKind.ShuffleReply
            ? Sampling.Receive(now, sender, kind, body, Outbox)
            : Detector.Receive(now, sender, kind, body, Outbox);
    }

    /// <summary>Takes a shuffle request from a peer that names others.</summary>
    public Refusal TakeShuffle(Instant now, int from, params ReadOnlySpan<Descriptor> named)
    {
        byte[] buffer = new byte[Limits.FrameBytes];
        var body = new WireWriter(buffer);
        ShuffleMessage.WriteHead(ref body, 1, named.Length);
        foreach (Descriptor descriptor in named)
            descriptor.Write(ref body);
        return Sampling.Receive(
            now,
            SenderOf(from),
            MessageKind.ShuffleRequest,
            buffer.AsSpan(0, body.Length),
            Outbox);
    }

    /// <summary>Takes a ping, pong or goodbye.</summary>
    public Refusal TakeProbe(Instant now, Sender from, MessageKind kind, uint number = 0)
    {
        byte[] buffer = new byte[Limits.FrameBytes];
        var body = new WireWriter(buffer);
        if (kind == MessageKind.Leave)
        {
            body.U32(0);
        }
        else
        {
            new ProbeMessage(number, 0, 0, default, Coordinate.Origin, PeerState.Alive, 0)
                .Write(ref body);
            body.U8(0);
        }

        return Detector.Receive(now, from, kind, buffer.AsSpan(0, body.Length), Outbox);
    }

    /// <summary>Takes news from a peer.</summary>
    public Refusal TakeNews(Instant now, int from, params ReadOnlySpan<Rumour> told)
    {
        byte[] buffer = new byte[Limits.FrameBytes];
        var body = new WireWriter(buffer);
        body.U8((byte)told.Length);
        foreach (Rumour rumour in told)
            rumour.Write(ref body);
        ReadOnlySpan<byte> bytes = buffer.AsSpan(0, body.Length);
        return Detector.Receive(now, SenderOf(from), MessageKind.News, bytes, Outbox);
    }

    /// <summary>What somebody tells of the peer with that number.</summary>
    public static Rumour Told(
        RumourKind kind, int number, uint incarnation = 0, uint epoch = 1, int by = 99)
    {
        Descriptor peer = Of(number, epoch);
        return new Rumour(kind, peer.Id, Rumour.ShortOf(peer.Id), epoch, incarnation)
        {
            Address = peer.Address,
            By = (ulong)by,
        };
    }

    public PeerState StateOf(int number) => Peers[HandleOf(number)].State;

    public int HandleOf(int number) => Peers.Find(Of(number).Id);

    /// <summary>Numbers of the peers in the view, in order.</summary>
    public int[] View()
    {
        var numbers = new List<int>();
        foreach (int handle in Sampling.View)
            numbers.Add((int)Peers[handle].Id.Hash.D);
        numbers.Sort();
        return [.. numbers];
    }

    public int CountSends(MessageKind kind)
    {
        int count = 0;
        foreach (OutboundFrame sent in Outbox.Sends)
            count += sent.Kind == kind ? 1 : 0;
        return count;
    }
}
