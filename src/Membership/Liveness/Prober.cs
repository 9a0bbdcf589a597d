using P2PCS.Membership.Coordinates;
using P2PCS.Membership.Peers;
using P2PCS.Membership.Rumours;
using P2PCS.Protocol;
using P2PCS.Protocol.Wire;

namespace P2PCS.Membership.Liveness;

/// <summary>
/// Asks peers whether they are there, first itself, then through others; measures round trips;
/// and asks for others too.
/// </summary>
/// <remarks>Source: Das, Gupta, Motivala, "SWIM", DSN 2002, section 3.1.</remarks>
/// <param name="options">Parameters.</param>
/// <param name="peers">The node's table of peers.</param>
/// <param name="suspicions">Told of peers that could not be reached.</param>
/// <param name="gossip">What goes along with pings and pongs.</param>
/// <param name="rng">A stream of its own.</param>
internal sealed class Prober(
    LivenessOptions options, PeerTable peers, Suspicions suspicions, Gossip gossip, Rng rng)
{
    private readonly LocalHealth health = suspicions.Health;
    private const double EndPart = 0.95;
    private const double RelayPart = 0.4;

    private readonly Probes probes = new();
    private Rng rng = rng;

    /// <summary>Where this node is in the space of round trips.</summary>
    public Coordinate Place { get; private set; } = Coordinate.Origin;

    /// <summary>When <see cref="Expire"/> has something to do.</summary>
    public Instant NextDeadline => probes.NextDeadline;

    /// <summary>A newcomer that never answered and is to be forgotten, or none.</summary>
    public int Hopeless { get; set; } = PeerTable.NoHandle;

    /// <summary>Own probes that ended, and those without any sign of life.</summary>
    public (long Ended, long Failed) Counts { get; private set; }

    /// <summary>Drops all probes without blaming anybody.</summary>
    public void Clear() => probes.Clear();

    /// <summary>Drops the probes of a peer that is forgotten.</summary>
    public void Forget(int handle) => probes.Forget(handle);

    /// <summary>Asks a peer, unless it is asked already.</summary>
    public void Ask(Instant now, int handle, Outbox outbox)
    {
        if (handle == PeerTable.NoHandle || !peers.IsTaken(handle))
            return;
        var probe = new Probe
        {
            Handle = handle,
            Number = (uint)rng.Next() | 1,
            SentAt = now,
            ShareAt = now + (options.Cycle * (options.DirectPart * health.Factor)),
            EndAt = now + (options.Cycle * (EndPart * health.Factor)),
        };
        if (probes.TryOpen(probe))
            Send(handle, peers[handle].Address, MessageKind.Ping, probe.Number, outbox);
    }

    /// <summary>Asks a peer because of what others tell of it.</summary>
    public void Follow(Instant now, in Lead lead, Outbox outbox)
    {
        if (lead.Address.IsNone)
        {
            Ask(now, lead.Handle, outbox);
            return;
        }

        var probe = new Probe
        {
            Handle = lead.Handle,
            Number = (uint)rng.Next() | 1,
            SentAt = now,
            EndAt = now + (options.Cycle * (EndPart * health.Factor)),
            IsShared = true,
            At = lead.Address,
        };
        if (probes.TryOpen(probe))
            Send(lead.Handle, lead.Address, MessageKind.Ping, probe.Number, outbox);
    }

    /// <summary>Has others asked for those that do not answer, and ends those that failed.
    /// </summary>
    public void Expire(Instant now, Outbox outbox)
    {
        for (int i = probes.Count - 1; i >= 0; i--)
        {
            if (!probes[i].IsShared && now >= probes[i].ShareAt)
                Share(ref probes[i], outbox);
            if (!probes[i].IsShared || now < probes[i].EndAt)
                continue;
            Probe failed = probes[i];
            probes.Close(i);
            if (failed.IsRelay)
                SendRelay(failed, answered: false, outbox);
            else
                Fail(now, failed, outbox);
        }
    }

    private void Share(ref Probe probe, Outbox outbox)
    {
        probe.IsShared = true;
        Peer row = peers[probe.Handle];
        if (row.State == PeerState.Unreachable)
            return;
        int last = probe.Handle;
        for (int i = 0; i < options.Proxies && peers.Present > 1; i++)
        {
            int proxy = gossip.Pick(probe.Handle);
            if (proxy == PeerTable.NoHandle || proxy == last)
                continue;
            last = proxy;
            WireWriter body = outbox.Open();
            new PingRequestMessage(probe.Number, Rumour.ShortOf(row.Id)).Write(ref body);
            outbox.Send(peers[proxy].Address, MessageKind.PingRequest, body);
            probe.Asked++;
        }

        Send(probe.Handle, row.Address, MessageKind.Ping, probe.Number, outbox);
    }

    private void Fail(Instant now, in Probe probe, Outbox outbox)
    {
        ref Peer row = ref peers[probe.Handle];
        bool isSilent = row.LastHeard < probe.SentAt;
        Counts = (Counts.Ended + 1, Counts.Failed + (isSilent ? 1 : 0));
        if (probe.IsLead || !isSilent
            || row.State is PeerState.Unreachable or PeerState.Left)
        {
            return;
        }

        if (row.Accused == PeerState.Left)
        {
            suspicions.Part(probe.Handle, now, outbox);
            return;
        }

        row.Unanswered++;
        if (probe.Asked > 0 && probe.Denied == 0)
            health.Worse();
        if (row.State != PeerState.Unverified)
            suspicions.Suspect(probe.Handle, Rumour.ShortOf(peers.Self.Id), now);
        else if (row.Unanswered >= options.MissesAllowed)
            Hopeless = probe.Handle;
    }

    /// <summary>Sends a ping or a pong with news.</summary>
    public void Send(int handle, PeerAddress to, MessageKind kind, uint number, Outbox outbox)
    {
        ref Peer row = ref peers[handle];
        WireWriter body = outbox.Open();
        new ProbeMessage(
            number,
            peers.OwnIncarnation,
            peers.Digest.Value,
            peers.OwnStatus,
            Place,
            row.Accused,
            row.Incarnation).Write(ref body);
        gossip.Piggyback(ref body);
        outbox.Send(to, kind, body);
    }

    private static void SendRelay(in Probe probe, bool answered, Outbox outbox)
    {
        WireWriter body = outbox.Open();
        new PingRelayMessage(probe.ForNumber, answered).Write(ref body);
        outbox.Send(probe.For, MessageKind.PingRelay, body);
    }

    /// <summary>Takes a pong: to an own probe or to one for another peer.</summary>
    /// <returns>Whether it was asked for.</returns>
    public bool Expects(uint number, PeerId from)
    {
        int place = probes.Find(number);
        return place >= 0 && peers[probes[place].Handle].Id == from;
    }

    /// <summary>Ends the probe that a pong answers; it is expected.</summary>
    public void TakePong(Instant now, in ProbeMessage pong, Outbox outbox)
    {
        int at = probes.Find(pong.Number);
        Probe probe = probes[at];
        probes.Close(at);
        if (probe.IsRelay)
        {
            SendRelay(probe, answered: true, outbox);
            return;
        }

        health.Better();
        Counts = (Counts.Ended + 1, Counts.Failed);
        if (probe.IsShared && probe.Asked > 0)
            return; // two pings had that number, so the round trip is not known
        ref Peer row = ref peers[probe.Handle];
        row.RoundTrip = (float)(now - probe.SentAt).TotalMilliseconds;
        Place = Vivaldi.Step(Place, pong.Place, row.RoundTrip, (float)(rng.Fraction() * Math.Tau));
    }

    /// <summary>Asks a peer for another.</summary>
    public Refusal TakeRequest(
        Instant now, in Sender sender, ReadOnlySpan<byte> body, Outbox outbox)
    {
        if (!PingRequestMessage.TryRead(body, out PingRequestMessage request))
            return Refusal.BadBody;
        if (peers.Hear(now, sender, outbox) == PeerTable.NoHandle)
            return Refusal.StaleSender;
        int handle = peers.FindShort(request.Target);
        if (handle == PeerTable.NoHandle || peers[handle].State == PeerState.Left)
            return Refusal.None;
        var probe = new Probe
        {
            Handle = handle,
            Number = (uint)rng.Next() | 1,
            SentAt = now,
            EndAt = now + (options.Cycle * RelayPart),
            IsShared = true,
            For = sender.Address,
            ForNumber = request.Number,
        };
        if (probes.TryOpen(probe))
            Send(handle, peers[handle].Address, MessageKind.Ping, probe.Number, outbox);
        return Refusal.None;
    }

    /// <summary>Takes another's word on whether a peer answered it.</summary>
    public Refusal TakeRelay(
        Instant now, in Sender sender, ReadOnlySpan<byte> body, Outbox outbox)
    {
        if (!PingRelayMessage.TryRead(body, out PingRelayMessage relay))
            return Refusal.BadBody;
        if (peers.IsStale(sender))
            return Refusal.StaleSender;
        int at = probes.Find(relay.Number);
        if (at < 0 || probes[at].Asked == 0)
            return Refusal.Unexpected;
        peers.Hear(now, sender, outbox);
        if (!relay.Answered)
        {
            probes[at].Denied++;
            return Refusal.None;
        }

        peers[probes[at].Handle].Unanswered = 0;
        Counts = (Counts.Ended + 1, Counts.Failed);
        probes.Close(at);
        return Refusal.None;
    }
}
