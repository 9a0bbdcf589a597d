using P2PCS.Membership.Peers;
using P2PCS.Membership.Sampling;
using P2PCS.Protocol;
using P2PCS.Protocol.Wire;

namespace P2PCS.Membership.Liveness;

/// <summary>
/// Probes the peers of the table in turn, calls those that stay silent unreachable and those that
/// come back alive, and spreads what this machine has free with every probe.
/// </summary>
/// <remarks>
/// Source: Das, Gupta, Motivala, "SWIM", DSN 2002, section 3.1 (random probing). Differs from the
/// paper: no indirect probes and no spread suspicion yet; every node judges for itself. A node
/// that was itself held up judges nobody in that cycle, which is the idea of Lifeguard's local
/// health (Dadgar, Phillips, Currey, 2017).
/// </remarks>
/// <param name="options">Parameters.</param>
/// <param name="peers">The node's table of peers, shared with its other kernels.</param>
/// <param name="sampling">Told at once which peers are gone.</param>
/// <param name="rng">A stream of its own.</param>
public sealed class FailureDetector(
    LivenessOptions options, PeerTable peers, PeerSampling sampling, Rng rng)
{
    private Rng rng = rng;
    private int turn;

    /// <summary>When <see cref="Tick"/> has something to do.</summary>
    public Instant NextDeadline { get; private set; } = Instant.Never;

    /// <summary>What this machine has; the node keeps it up to date.</summary>
    public PeerStatus OwnStatus { get; set; }

    /// <summary>Begins to probe.</summary>
    public void Start(Instant now) => NextDeadline = now;

    /// <summary>One round: judge the silent, probe those whose turn it is.</summary>
    public void Tick(Instant now, Outbox outbox)
    {
        if (now < NextDeadline)
            return;
        bool heldUp = now - NextDeadline > options.Cycle;
        NextDeadline = now + rng.Jitter(options.Cycle);
        if (heldUp)
            Excuse();
        int budget = options.ProbesPerCycle;
        int first = Math.Min(turn, peers.End);
        Visit(first, peers.End, ref budget, now, outbox);
        Visit(0, first, ref budget, now, outbox);
    }

    /// <summary>Answers a ping, takes a pong or a goodbye.</summary>
    /// <returns>Why the frame is refused, with nothing changed.</returns>
    public Refusal Receive(
        Instant now, in Sender sender, MessageKind kind, ReadOnlySpan<byte> body, Outbox outbox)
    {
        if (kind == MessageKind.Leave)
            return body.IsEmpty ? TakeLeave(now, sender, outbox) : Refusal.BadBody;
        if (!ProbeMessage.TryRead(body, out ProbeMessage message))
            return Refusal.BadBody;
        if (kind == MessageKind.Pong && !IsExpected(sender.Id, message.Number))
            return Refusal.Unexpected;
        int handle = peers.Hear(now, sender, outbox);
        if (handle == PeerTable.NoHandle)
            return Refusal.StaleSender;
        peers.Note(handle, message.Status);
        if (kind == MessageKind.Pong)
            peers[handle].Probe = 0;
        else
            Send(sender.Address, MessageKind.Pong, message.Number, outbox);
        return Refusal.None;
    }

    /// <summary>Says goodbye to every peer that answers.</summary>
    public void SayGoodbye(Outbox outbox)
    {
        for (int handle = 0; handle < peers.End; handle++)
        {
            if (!peers.IsTaken(handle) || peers[handle].State != PeerState.Alive)
                continue;
            WireWriter body = outbox.Open();
            outbox.Send(peers[handle].Address, MessageKind.Leave, body);
        }

        NextDeadline = Instant.Never;
    }

    private Refusal TakeLeave(Instant now, in Sender sender, Outbox outbox)
    {
        int handle = peers.Find(sender.Id);
        if (handle == PeerTable.NoHandle || sender.Epoch < peers[handle].Epoch)
            return Refusal.StaleSender;
        peers[handle].Epoch = sender.Epoch;
        peers[handle].HeardEpoch = sender.Epoch;
        if (peers[handle].State == PeerState.Left)
            return Refusal.None;
        peers.Move(handle, PeerState.Left, now);
        sampling.Drop(handle);
        outbox.Tell(new NodeEvent(NodeEventKind.PeerLeft, sender.Id));
        return Refusal.None;
    }

    private bool IsExpected(PeerId id, uint number)
    {
        int handle = peers.Find(id);
        return handle != PeerTable.NoHandle
            && number != 0
            && peers[handle].Probe == number;
    }

    // Only those that are due are looked at: whoever owes an answer is due in every cycle.
    private void Visit(int from, int end, ref int budget, Instant now, Outbox outbox)
    {
        for (int handle = from; handle < end; handle++)
        {
            if (now < peers.Due[handle] || !Judge(handle, now, outbox) || budget == 0)
                continue;
            Probe(handle, now, outbox);
            turn = handle + 1;
            budget--;
        }
    }

    private void Excuse()
    {
        for (int handle = 0; handle < peers.End; handle++)
        {
            if (peers[handle].State == PeerState.Alive)
                peers[handle].Unanswered = 0;
        }
    }

    // False: nothing more to do for this peer now.
    private bool Judge(int handle, Instant now, Outbox outbox)
    {
        ref Peer row = ref peers[handle];
        switch (row.State)
        {
            case PeerState.Alive:
                if (row.Unanswered < options.MissesAllowed || now - row.LastHeard < options.Silence)
                    return true;
                peers.Move(handle, PeerState.Unreachable, now);
                sampling.Drop(handle);
                outbox.Tell(new NodeEvent(NodeEventKind.PeerUnreachable, row.Id));
                return true;
            case PeerState.Unverified when row.Unanswered > options.MissesAllowed:
            case PeerState.Unreachable or PeerState.Left when now - row.Since > options.Remember:
                sampling.Drop(handle);
                peers.Forget(handle);
                return false;
            default:
                return row.State != PeerState.Left;
        }
    }

    private void Probe(int handle, Instant now, Outbox outbox)
    {
        ref Peer row = ref peers[handle];
        row.Unanswered++;
        row.Probe = (uint)rng.Next() | 1;
        peers.Due[handle] = now + (options.Cycle * PauseOf(row));
        Send(row.Address, MessageKind.Ping, row.Probe, outbox);
    }

    // A peer that owes an answer is asked every cycle, a lost one every tenth; the others so often
    // that all of the table get their turn within the budget.
    private double PauseOf(in Peer row) => row.State switch
    {
        PeerState.Unreachable => 10,
        PeerState.Alive when row.Unanswered <= 1 =>
            Math.Max(0.5, (double)peers.Count / options.ProbesPerCycle),
        _ => 0.5,
    };

    private void Send(PeerAddress to, MessageKind kind, uint number, Outbox outbox)
    {
        WireWriter body = outbox.Open();
        new ProbeMessage(number, OwnStatus).Write(ref body);
        outbox.Send(to, kind, body);
    }
}
