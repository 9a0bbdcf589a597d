using P2PCS.Allocation.Leases;
using P2PCS.Allocation.Subclouds;
using P2PCS.Node;
using P2PCS.Protocol;
using P2PCS.Protocol.Wire;
using P2PCS.Simulation.Engine;

namespace P2PCS.Simulation.Holds;

/// <summary>
/// Looks at every step of every node from outside, at records, frames and events, and keeps its
/// own books: it trusts no ledger.
/// </summary>
/// <param name="engine">The simulation.</param>
public sealed class LeaseAudit(EventEngine engine)
{
    // Clocks count ticks, and a deadline is met at the first tick not before it.
    private static readonly TimeSpan Slack = TimeSpan.FromMilliseconds(1);

    private readonly LeaseBooks books = new();
    private readonly Dictionary<PeerId, int> indexes = [];
    private readonly Dictionary<int, uint> epochs = [];
    private readonly HashSet<Fence> struck = [];
    private readonly Dictionary<UInt128, Instant> failed = [];
    private readonly HashSet<UInt128> cameUp = [];

    /// <summary>The first thing that was wrong, or null.</summary>
    public string? Broken { get; private set; }

    /// <summary>What was counted so far.</summary>
    public HoldStatistics Counts { get; private set; } = new();

    /// <summary>Promises that stand on live machines.</summary>
    public int Standing => books.Count;

    /// <summary>Looks at a node whose outbox is full.</summary>
    public void Look(SimulatedNode node)
    {
        if (Broken is not null || node.Live is not { } live)
            return;
        Follow(node);
        if (node.Outbox.Records.IsEmpty && node.Outbox.Sends.IsEmpty)
            return;
        struck.Clear();
        foreach (RecordWrite record in node.Outbox.Records)
        {
            if (record.Kind == RecordKind.Lease)
                Broken ??= Book(node, record);
        }

        foreach (OutboundFrame frame in node.Outbox.Sends)
        {
            ReadOnlySpan<byte> body = node.Outbox.BytesOf(frame.Bytes).Span[Frame.HeaderLength..];
            if (frame.Kind == MessageKind.Offer)
                Broken ??= Offered(node, body);
            else if (frame.Kind == MessageKind.LeaseAnswer)
                Broken ??= Answered(node, body);
        }

        foreach (NodeEvent told in node.Outbox.Events)
        {
            if (told.Kind == NodeEventKind.SubcloudState)
                Broken ??= Moved(live, told);
        }
    }

    private void Follow(SimulatedNode node)
    {
        for (int i = indexes.Count; i < engine.Nodes.Count; i++)
            indexes.Add(engine.Nodes[i].Id, i);
        if (epochs.GetValueOrDefault(node.Index) == node.Epoch)
            return;
        epochs[node.Index] = node.Epoch;
        books.Restarted(node.Index);
    }

    private string? Book(SimulatedNode node, in RecordWrite record)
    {
        var fence = new Fence((uint)(record.Key >> 64), (uint)record.Key);
        if (record.Delete)
        {
            struck.Add(fence);
            return Strike(node, fence);
        }

        var reader = new WireReader(node.Outbox.BytesOf(record.Bytes).Span);
        PeerId customer = reader.PeerId();
        UInt128 subcloud = reader.U128();
        var lease = new BookedLease(
            subcloud,
            customer,
            reader.Resources(),
            reader.U8() == 1,
            node.Machine.Clock.Local(engine.Now));
        Counts = lease.Active
            ? Counts with { Leases = Counts.Leases + 1 }
            : Counts with { Holds = Counts.Holds + 1 };
        return books.Written(node.Index, fence, lease, node.Machine.Total);
    }

    private string? Strike(SimulatedNode node, Fence fence)
    {
        if (books.Find(node.Index, fence) is not { } lease)
            return null;
        books.Struck(node.Index, fence);
        string? late = LivesOn(node, fence, lease);
        bool lapsed = Lapsed(node, fence);
        if (lease.Active)
            return late ?? (lapsed ? ReliedOn(node, fence, lease) : null);
        TimeSpan age = node.Machine.Clock.Local(engine.Now) - lease.At;
        if (lapsed)
            CountLapsed(node, lease);
        bool slept = node.StalledUntil + Slack >= engine.Now - age;
        return late ?? (slept
            ? null
            : LeaseBooks.HoldEnded(
                node.Index, fence, age, engine.Options.Leases.Hold + Slack));
    }

    private void CountLapsed(SimulatedNode node, BookedLease lease)
    {
        bool vanished = !engine.CanTalk(node.Index, indexes[lease.Customer]);
        Counts = Counts with
        {
            Lapsed = Counts.Lapsed + 1,
            Vanished = Counts.Vanished + (vanished ? 1 : 0),
        };
    }

    private static bool Lapsed(SimulatedNode node, Fence fence)
    {
        foreach (NodeEvent told in node.Outbox.Events)
        {
            if (told.Kind == NodeEventKind.LeaseLapsed && told.Value == fence.Counter)
                return true;
        }

        return false;
    }

    // H5: a machine lets no lease lapse that its customer still relies on, clocks apart or not.
    private string? ReliedOn(SimulatedNode node, Fence fence, BookedLease lease)
    {
        SimulatedNode customer = engine.Nodes[indexes[lease.Customer]];
        if (customer.Live is not { } live
            || customer.Machine.Clock.Local(engine.Now) >= live.Controller.NextDeadline)
        {
            return null;
        }

        foreach (Member member in live.Controller.Find(lease.Subcloud)?.Members ?? [])
        {
            if (member.State == MemberState.Active && member.Peer == node.Id
                && member.Fence == fence)
            {
                return $"H5: node {customer.Index} relies on {fence} of machine {node.Index}, "
                    + "which has lapsed";
            }
        }

        return null;
    }

    // H6: what a subcloud that failed had is free within a lease, whatever was lost.
    private string? LivesOn(SimulatedNode node, Fence fence, BookedLease lease)
    {
        LeaseOptions options = engine.Options.Leases;
        TimeSpan longest = options.Lease + options.Hold + TimeSpan.FromSeconds(16);
        return failed.TryGetValue(lease.Subcloud, out Instant at) && engine.Now - at > longest
            && node.StalledUntil + longest < engine.Now
                ? $"H6: machine {node.Index} kept {fence} for a subcloud that failed long before"
                : null;
    }

    private string? Offered(SimulatedNode node, ReadOnlySpan<byte> body)
    {
        if (!OfferMessage.TryRead(body, out OfferMessage offer))
            return $"H0: node {node.Index} wrote an offer that cannot be read";
        return offer.Outcome == LeaseOutcome.Granted
            ? books.Offered(node.Index, offer.Fence)
            : null;
    }

    private string? Answered(SimulatedNode node, ReadOnlySpan<byte> body)
    {
        if (!LeaseAnswerMessage.TryRead(body, out LeaseAnswerMessage answer))
            return $"H0: node {node.Index} wrote an answer that cannot be read";
        if (answer.Outcome != LeaseOutcome.Granted)
        {
            Counts = Counts with { StaleRefused = Counts.StaleRefused + 1 };
            return null;
        }

        // A release strikes off what stood until then; a renewal must leave it standing.
        bool stands = books.Find(node.Index, answer.Fence) is not null;
        bool stood = stands
            || (answer.Verb == LeaseVerb.Release && struck.Contains(answer.Fence));
        return LeaseBooks.Accepted(node.Index, answer.Fence, stood);
    }

    // H7: a subcloud comes up with all that it must have, or has nothing.
    private string? Moved(PeerNode live, in NodeEvent told)
    {
        Subcloud? subcloud = live.Controller.Find(told.Subject);
        var state = (SubcloudState)told.Value;
        if (subcloud is null)
            return null;
        int members = subcloud.Members.Count(m => m.State < MemberState.Lost);
        if (state == SubcloudState.Failed)
        {
            failed.TryAdd(told.Subject, engine.Now);
            Counts = Counts with { Failed = Counts.Failed + 1 };
            return members == 0
                ? null
                : $"H7: subcloud {Trace.Short(told.Subject)} failed and has {members} members";
        }

        if (state is not (SubcloudState.Active or SubcloudState.Degraded)
            || !cameUp.Add(told.Subject) || subcloud.IsEnded)
        {
            return null;
        }

        Counts = Counts with { CameUp = Counts.CameUp + 1 };
        int leased = subcloud.Members.Count(m => m.State == MemberState.Active && Stands(m));
        return leased >= subcloud.Spec.Min
            ? null
            : $"H7: subcloud {Trace.Short(told.Subject)} came up with {leased} of "
                + $"{subcloud.Spec.Min}";
    }

    // A machine that has just died has broken no word: nobody can know yet.
    private bool Stands(Member member)
    {
        SimulatedNode machine = engine.Nodes[indexes[member.Peer]];
        return machine.Live?.Self.Epoch != member.Fence.Epoch
            || books.Find(machine.Index, member.Fence) is { Active: true };
    }
}
