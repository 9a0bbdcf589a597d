using P2PCS.Simulation.Cycles;

namespace P2PCS.Simulation.Scenarios;

/// <summary>The rows of a table that are or were nodes, and which of them are alive.</summary>
internal sealed class Population
{
    private readonly bool[] alive;

    /// <summary>A population whose first rows are alive; others may be born later.</summary>
    /// <param name="table">Room for all that ever live.</param>
    /// <param name="size">Nodes alive at the start.</param>
    public Population(RowTable table, int size)
    {
        Table = table;
        alive = new bool[table.Nodes];
        alive.AsSpan(0, size).Fill(true);
        Born = Alive = size;
    }

    /// <summary>The rows.</summary>
    public RowTable Table { get; }

    /// <summary>Rows that are or were nodes: the names below it.</summary>
    public int Born { get; private set; }

    /// <summary>Nodes alive.</summary>
    public int Alive { get; private set; }

    /// <summary>Whether a node is alive.</summary>
    public bool IsAlive(int node) => alive[node];

    /// <summary>Stops a node that is alive.</summary>
    public void Stop(int node)
    {
        Protocol.Invariant.Holds(alive[node]);
        alive[node] = false;
        Alive--;
    }

    /// <summary>Takes the next row; its view is empty.</summary>
    public int Bear()
    {
        alive[Born] = true;
        Alive++;
        return Born++;
    }
}
