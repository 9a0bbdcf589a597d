using P2PCS.Allocation.Subclouds;
using P2PCS.Allocation.Tasks;
using P2PCS.Membership.Peers;
using P2PCS.Simulation.Engine;

namespace P2PCS.Simulation.Swarms;

/// <summary>What must become true once faults have ended. Each rule answers with what is not
/// so yet, or null.</summary>
public static class LivenessRules
{
    /// <summary>L1: every live node calls every live node alive, and no dead one.</summary>
    public static string? AllKnowAll(EventEngine engine)
    {
        foreach (SimulatedNode node in engine.Nodes)
        {
            foreach (SimulatedNode other in engine.Nodes)
            {
                if (node.Live is not { } live || node == other)
                    continue;
                int handle = live.Peers.Find(other.Id);
                PeerState? state = handle == PeerTable.NoHandle ? null : live.Peers[handle].State;
                if ((state == PeerState.Alive) != other.Live is not null)
                {
                    string truth = other.Live is null ? "down" : "up";
                    return $"L1: node {node.Index} says {state?.ToString() ?? "nothing"} of node "
                        + $"{other.Index}, which is {truth}";
                }
            }
        }

        return null;
    }

    /// <summary>L4: views name live nodes only, and all together connect all of them.</summary>
    public static string? OneOverlay(EventEngine engine)
    {
        int[] island = new int[engine.Nodes.Count];
        for (int i = 0; i < island.Length; i++)
            island[i] = i;
        foreach (SimulatedNode node in engine.Nodes)
        {
            if (node.Live is not { } live)
                continue;
            foreach (int handle in live.Sampling.View)
            {
                int neighbour = EventEngine.IndexOf(live.Peers[handle].Address);
                if (engine.Nodes[neighbour].Live is null)
                    return $"L4: the view of node {node.Index} names node {neighbour}, now down";
                Unite(island, node.Index, neighbour);
            }
        }

        int first = -1;
        foreach (SimulatedNode node in engine.Nodes)
        {
            if (node.Live is null)
                continue;
            first = first < 0 ? island[node.Index] : first;
            if (island[node.Index] != first)
                return $"L4: no path of views leads from node {first} to node {node.Index}";
        }

        return null;
    }

    /// <summary>L3: every task of every live node has ended, unless no machine could run it.
    /// </summary>
    public static string? TasksEnded(EventEngine engine)
    {
        foreach (SimulatedNode node in engine.Nodes)
        {
            if (node.Live is not { } live)
                continue;
            foreach (TaskEntry task in live.Dispatcher.Tasks)
            {
                Subcloud? subcloud = live.Controller.Find(task.Order.Subcloud);
                if (!task.IsEnded && subcloud is not null && IsFeasible(engine, subcloud))
                {
                    return $"L3: task {Trace.Short(task.Id)} of node {node.Index} is "
                        + $"{task.State}, its subcloud {Trace.Short(subcloud.Spec.Id)} "
                        + $"{subcloud.State} with {subcloud.Ready} of {subcloud.Spec.Count}";
                }
            }
        }

        return null;
    }

    /// <summary>L2 and the end of L3: no machine promises anything any more.</summary>
    public static string? AllFree(EventEngine engine)
    {
        foreach (SimulatedNode node in engine.Nodes)
        {
            if (node.Live is { } live && !live.Ledger.Leases.IsEmpty)
                return $"L2: machine {node.Index} still has {live.Ledger.Leases[0]}";
            if (node.Live is { } idle && idle.Attempts.Attempts.Any(a => a.Occupies))
                return $"L2: machine {node.Index} still runs an attempt";
        }

        return null;
    }

    /// <summary>Whether a live machine is large enough for a member.</summary>
    public static bool IsFeasible(EventEngine engine, Subcloud subcloud) =>
        engine.Nodes.Any(node => node.Live is not null
            && node.Machine.Accepts
            && subcloud.Spec.Resources.FitsIn(node.Machine.Total));

    private static void Unite(int[] island, int a, int b)
    {
        int from = island[a];
        int to = island[b];
        for (int i = 0; i < island.Length && from != to; i++)
            island[i] = island[i] == from ? to : island[i];
    }
}
