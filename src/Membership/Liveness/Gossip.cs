using P2PCS.Membership.Peers;
using P2PCS.Protocol;
using P2PCS.Protocol.Wire;

namespace P2PCS.Membership.Liveness;

/// <summary>Sends news: behind every probe, and on their own to a few peers at a time while there
/// are any, so that a quiet cloud pays nothing.</summary>
/// <remarks>Source: memberlist's gossip (GossipInterval, GossipNodes, RetransmitMult).</remarks>
/// <param name="options">Parameters.</param>
/// <param name="peers">The node's table of peers.</param>
/// <param name="rng">A stream of its own.</param>
internal sealed class Gossip(LivenessOptions options, PeerTable peers, Rng rng)
{
    // Our guess: about ten rumours; a frame of news alone holds many more.
    private const int PiggybackBytes = 320;
    private const int Draws = 12;

    private Rng rng = rng;
    private Instant next;

    /// <summary>When <see cref="Tick"/> has something to do.</summary>
    public Instant NextDeadline =>
        peers.News.Count == 0 || peers.Present == 0 ? Instant.Never : next;

    private int Repeats =>
        options.RumourRepeats * (int)Math.Ceiling(Math.Log10(peers.Present + 2));

    /// <summary>Sends news on their own, if any are due.</summary>
    public void Tick(Instant now, Outbox outbox)
    {
        if (now < NextDeadline)
            return;
        next = now + rng.Jitter(options.Cycle * options.GossipPart);
        int last = PeerTable.NoHandle;
        for (int i = 0; i < options.GossipFanout && peers.News.Count > 0; i++)
        {
            int handle = Pick(last);
            if (handle == PeerTable.NoHandle)
                return;
            last = handle;
            WireWriter body = outbox.Open();
            peers.News.Write(ref body, Frame.BodyBytes, peers, Repeats);
            outbox.Send(peers[handle].Address, MessageKind.News, body);
        }
    }

    /// <summary>Writes news behind what a body holds already.</summary>
    public void Piggyback(ref WireWriter body) =>
        peers.News.Write(ref body, PiggybackBytes, peers, Repeats);

    /// <summary>A random peer that is there, but not the one that is named; or none.</summary>
    public int Pick(int except)
    {
        for (int i = 0; i < Draws && peers.End > 0; i++)
        {
            int handle = rng.Below(peers.End);
            if (handle != except && peers.IsPresent(handle))
                return handle;
        }

        return PeerTable.NoHandle;
    }
}
