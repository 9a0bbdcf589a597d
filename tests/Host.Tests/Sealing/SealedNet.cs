using System.Security.Cryptography;
using P2PCS.Host.Sealing;
using P2PCS.Membership.Admission;
using P2PCS.Protocol;
using P2PCS.Tests;

namespace P2PCS.Host.Tests.Sealing;

/// <summary>A virtual network in virtual time: a datagram takes ten milliseconds unless a test
/// has another fate for it.</summary>
internal sealed class SealedNet : IDisposable
{
    public static readonly TimeSpan Latency = TimeSpan.FromMilliseconds(10);
    public static readonly CloudId Cloud = new(new Digest(1, 2, 3, 4));
    public static readonly CloudKey FirstKey = new(1, Enumerable.Repeat((byte)1, 32).ToArray());
    public static readonly CloudKeys Keys = new(FirstKey);
    private readonly PriorityQueue<Action, (Instant At, long Order)> queue = new();
    private readonly List<SealedPeer> peers = [];
    private Rng rng = new(Seed.Value, 4);
    private long order;

    public SealedNet()
    {
        Fate = (_, _) => [Latency];
        Entropy = new SealingEntropy(
            bytes => Seed.Fill(bytes, ref rng),
            () => ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256));
    }

    public Instant Now { get; private set; } = new(1000 * TimeSpan.TicksPerDay);

    public SealingEntropy Entropy { get; }

    /// <summary>When copies of a datagram arrive, by its number and content.</summary>
    public Func<int, Post, TimeSpan[]> Fate { get; set; }

    /// <summary>All datagrams sent, in order.</summary>
    public List<Post> Log { get; } = [];

    public static PeerAddress AddressOf(int number) =>
        new((UInt128)0xFFFF0A000000 + ((UInt128)number << 8) + 1, 7400);

    public SealedPeer Add(int number, SealingOptions? options = null, CloudKeys? keys = null) =>
        Add(new SealedSetup(number, AddressOf(number))
        {
            Options = options ?? new SealingOptions(),
            Keys = keys,
        });

    public SealedPeer Add(SealedSetup setup)
    {
        var peer = new SealedPeer(this, setup);
        peers.Add(peer);
        return peer;
    }

    public void Post(SealedPeer from, PeerAddress to, byte[] bytes)
    {
        var post = new Post(from.Address, to, bytes);
        foreach (TimeSpan delay in Fate(Log.Count, post))
            At(Now + delay, () => Deliver(post));
        Log.Add(post);
    }

    public void At(Instant moment, Action act) => queue.Enqueue(act, (moment, order++));

    public void Run(double seconds)
    {
        Instant until = Now + TimeSpan.FromSeconds(seconds);
        for (Instant next = Next(); next <= until; next = Next())
        {
            Now = next > Now ? next : Now;
            while (queue.TryPeek(out _, out (Instant At, long Order) due) && due.At <= Now)
                queue.Dequeue()();
            foreach (SealedPeer peer in peers)
            {
                if (peer.Channel.NextDeadline <= Now)
                    peer.Channel.Tick(Now);
            }
        }

        Now = until;
    }

    public IEnumerable<Post> Of(DatagramType type) =>
        Log.Where(post => post.Bytes[0] == (byte)type);

    public void Dispose()
    {
        foreach (SealedPeer peer in peers)
            peer.Dispose();
    }

    private void Deliver(Post post)
    {
        foreach (SealedPeer peer in peers)
        {
            if (peer.Address == post.To)
                peer.Take(post.From, post.Bytes);
        }
    }

    private Instant Next()
    {
        Instant next = queue.TryPeek(out _, out (Instant At, long Order) due)
            ? due.At
            : Instant.Never;
        foreach (SealedPeer peer in peers)
            next = Instant.Min(next, peer.Channel.NextDeadline);
        return next;
    }
}
