using P2PCS.Membership.Sampling;
using P2PCS.Protocol;

namespace P2PCS.Simulation.Cycles;

/// <summary>Which nodes of a table live, and on which side of a partition they are.</summary>
public sealed class Population
{
    private readonly bool[] isAlive;
    private readonly byte[] sides;

    /// <summary>All nodes live, on one side.</summary>
    public Population(int nodes)
    {
        isAlive = new bool[nodes];
        sides = new byte[nodes];
        Array.Fill(isAlive, true);
        Living = nodes;
    }

    /// <summary>Nodes, dead ones included.</summary>
    public int Nodes => isAlive.Length;

    /// <summary>Nodes that live.</summary>
    public int Living { get; private set; }

    /// <summary>Whether nothing ever happened: all live, on one side.</summary>
    public bool IsWhole { get; private set; } = true;

    /// <summary>Whether a node lives.</summary>
    public bool IsAlive(int node) => isAlive[node];

    /// <summary>Whether two nodes live and can hear each other.</summary>
    public bool CanTalk(int one, int other) =>
        isAlive[one] && isAlive[other] && sides[one] == sides[other];

    /// <summary>Ends a node; nothing changes if it is dead.</summary>
    public void Crash(int node)
    {
        Living -= isAlive[node] ? 1 : 0;
        isAlive[node] = false;
        IsWhole = false;
    }

    /// <summary>Lets a dead row be a node again; nothing changes if it lives.</summary>
    public void Revive(int node)
    {
        Living += isAlive[node] ? 0 : 1;
        isAlive[node] = true;
    }

    /// <summary>Ends a uniform random share of the living.</summary>
    /// <param name="share">From 0 to 1.</param>
    /// <param name="seed">Which of them.</param>
    public void CrashShare(double share, ulong seed)
    {
        int left = (int)Math.Round(Living * share);
        int candidates = Living;
        for (int node = 0; node < Nodes && left > 0; node++)
        {
            if (!isAlive[node])
                continue;
            if (Draw.Below(Draw.At(seed, (ulong)node), candidates--) < left)
            {
                Crash(node);
                left--;
            }
        }
    }

    /// <summary>Parts the nodes: only those on the same side can talk.</summary>
    /// <param name="sideOf">The side of each node, from 0 to 255.</param>
    public void Partition(Func<int, int> sideOf)
    {
        for (int node = 0; node < Nodes; node++)
        {
            int side = sideOf(node);
            Invariant.Holds(side is >= 0 and <= byte.MaxValue);
            sides[node] = (byte)side;
        }

        IsWhole = false;
    }

    /// <summary>Ends every partition.</summary>
    public void Heal() => Array.Clear(sides);
}
