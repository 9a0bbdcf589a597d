using P2PCS.Allocation.Leases;
using P2PCS.Allocation.Subclouds;
using P2PCS.Allocation.Tasks;
using P2PCS.Membership.Peers;
using P2PCS.Node;
using P2PCS.Protocol;
using P2PCS.Simulation.Engine;

namespace P2PCS.Simulation.Swarms;

/// <summary>Looks at a node after each of its steps and holds it to the
/// <see cref="SafetyRules"/>.</summary>
/// <param name="engine">The simulation.</param>
public sealed class SafetyObserver(EventEngine engine)
{
    private const int RestEvery = 64;

    private readonly SafetyRules rules = new();
    private readonly HashSet<UInt128> cameUp = [];
    private readonly HashSet<(int Node, uint Epoch, PeerId Leaver, uint LeaverEpoch)> left = [];
    private readonly Dictionary<PeerId, int> indexes = [];
    private readonly List<(uint Epoch, long Version)> ledgers = [];

    /// <summary>The first thing that was wrong, or null.</summary>
    public string? Broken { get; private set; }

    /// <summary>Attempts that were lost so far.</summary>
    public int Retried { get; private set; }

    /// <summary>Looks at a node whose outbox is full.</summary>
    public void Look(SimulatedNode node)
    {
        if (Broken is not null || node.Live is not { } live)
            return;
        Enter(node);
        if (ledgers[node.Index] != (live.Self.Epoch, live.Ledger.Version))
        {
            ledgers[node.Index] = (live.Self.Epoch, live.Ledger.Version);
            Broken = rules.Promises(node.Index, live.Ledger.Leases, node.Machine.Total)
                ?? HoldsAreShort(node, live);
        }

        foreach (NodeEvent told in node.Outbox.Events)
            Broken ??= Hear(node, live, told);
        Broken ??= MembersAreReal(node, live);
        if (engine.Steps % RestEvery == 0)
            Broken ??= TablesAreBounded(node, live);
    }

    private void Enter(SimulatedNode node)
    {
        for (int i = ledgers.Count; i < engine.Nodes.Count; i++)
        {
            ledgers.Add(default);
            indexes.Add(engine.Nodes[i].Id, i);
        }

        Invariant.Holds(indexes[node.Id] == node.Index);
    }

    private string? Hear(SimulatedNode node, PeerNode live, in NodeEvent told)
    {
        if (told.Kind == NodeEventKind.AttemptLost)
            Retried++;
        if (told.Kind is NodeEventKind.PeerLeft or NodeEventKind.PeerAlive)
            return StaysLeft(node, live, told);
        if (told.Kind == NodeEventKind.TaskState && live.Dispatcher.Find(told.Subject) is { } task)
            return task.IsEnded ? rules.Ended(TaskEnd.Of(task)) ?? ResultIsHere(task) : null;
        if (told.Kind != NodeEventKind.SubcloudState
            || (SubcloudState)told.Value is not (SubcloudState.Active or SubcloudState.Degraded)
            || !cameUp.Add(told.Subject))
        {
            return null;
        }

        // One that came up and was released in the same step has no members left to count.
        Subcloud subcloud = live.Controller.Find(told.Subject)!;
        if (subcloud.IsEnded)
            return null;
        int leased = subcloud.Members.Count(
            m => m.State == MemberState.Active && IsHonoured(node, m));
        return SafetyRules.CameUp(told.Subject, leased, subcloud.Spec.Min);
    }

    // S7: whoever said goodbye is not called alive again by those it told, until it starts again.
    // Those who only heard of it believe a late frame of its own more.
    private string? StaysLeft(SimulatedNode node, PeerNode live, in NodeEvent told)
    {
        ref Peer row = ref live.Peers[live.Peers.Find(told.Peer)];
        uint epoch = row.Epoch;
        var fact = (node.Index, node.Epoch, told.Peer, epoch);
        if (told.Kind == NodeEventKind.PeerLeft && row.LeastEpoch > epoch)
            left.Add(fact);
        return told.Kind == NodeEventKind.PeerAlive && left.Contains(fact)
            ? $"S7: node {node.Index} calls node {indexes[told.Peer]} alive, which has left"
            : null;
    }

    // S3: the accepted result is the one that was fetched, not that of another try.
    private string? ResultIsHere(TaskEntry task)
    {
        foreach (TaskTry attempt in task.Tries)
        {
            if (attempt.State == TryState.Accepted
                && !engine.WasFetched(new AttemptKey(task.Id, attempt.Number)))
            {
                return $"S3: try {attempt.Number} of task {Trace.Short(task.Id)} was accepted "
                    + "and its result never fetched";
            }
        }

        return null;
    }

    // S6: a lease that its customer relies on is one that its machine honours.
    private string? MembersAreReal(SimulatedNode node, PeerNode live)
    {
        Instant now = node.Machine.Clock.Local(engine.Now);
        if (now >= live.Controller.NextDeadline)
            return null;
        foreach (Subcloud subcloud in live.Controller.Subclouds)
        {
            if (subcloud.IsEnded)
                continue;
            foreach (Member member in subcloud.Members)
            {
                if (member.State == MemberState.Active && !IsHonoured(node, member))
                {
                    return $"S6: node {node.Index} relies on {member.Fence} of machine "
                        + $"{indexes[member.Peer]}, which has no such active lease";
                }
            }
        }

        return null;
    }

    // A machine that has just died has broken no word: nobody can know yet.
    private bool IsHonoured(SimulatedNode customer, Member member)
    {
        PeerNode? machine = engine.Nodes[indexes[member.Peer]].Live;
        return machine?.Self.Epoch != member.Fence.Epoch
            || machine.Ledger.TryFind(member.Fence, customer.Id, out _);
    }

    private string? HoldsAreShort(SimulatedNode node, PeerNode live)
    {
        Instant now = node.Machine.Clock.Local(engine.Now);
        LeaseOptions options = engine.Options.Leases;
        foreach (ref readonly Lease lease in live.Ledger.Leases)
        {
            TimeSpan longest = lease.Active ? options.LeaseMax : options.Hold;
            if (lease.ExpiresAt - now > longest)
                return $"L2: machine {node.Index} keeps {lease.Fence} longer than {longest}";
        }

        return null;
    }

    private string? TablesAreBounded(SimulatedNode node, PeerNode live)
    {
        string? found = SafetyRules.Bounded("peers", live.Peers.Count, Limits.KnownPeers)
            ?? SafetyRules.Bounded("leases", live.Ledger.Leases.Length, Limits.Leases)
            ?? SafetyRules.Bounded("attempts", live.Attempts.Attempts.Count, Limits.LocalAttempts)
            ?? SafetyRules.Bounded("tasks", live.Dispatcher.Tasks.Count, Limits.Tasks)
            ?? SafetyRules.Bounded(
                "view", live.Sampling.View.Length, engine.Options.Sampling.ViewCapacity);
        ReadOnlySpan<int> view = live.Sampling.View;
        for (int i = 0; i < view.Length; i++)
        {
            if (!live.Peers.IsTaken(view[i]) || view[..i].Contains(view[i]))
                found ??= $"S5: the view of node {node.Index} has a dead row or one twice";
        }

        foreach (Subcloud subcloud in live.Controller.Subclouds)
        {
            found ??= SafetyRules.Bounded(
                "members", subcloud.Members.Count, (3 * subcloud.Spec.Count) + 64);
        }

        return found;
    }
}
