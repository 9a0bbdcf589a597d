using P2PCS.Membership.Sampling;

namespace P2PCS.Simulation.Scenarios.Layers;

/// <summary>Every node's queue. Arrivals and ends of tasks are one chain of steps, as of
/// exponential times; Little's law turns the mean number of tasks into the mean time.</summary>
internal sealed class PlacementTable : LayerTable
{
    private readonly LayerWorld world;
    private readonly PlacementLayer layer;
    private readonly int[] queues;
    private readonly double[] sums; // tasks for each node alive, summed over cycles
    private int cycle;
    private double owed;
    private long arrived;
    private long refused;
    private long lost;
    private long waiting; // and running

    public PlacementTable(PlacementLayer layer, LayerWorld world)
    {
        this.layer = layer;
        this.world = world;
        queues = new int[world.Rows];
        sums = new double[world.Scenario.Cycles + 1];
    }

    // The dead lost their tasks when they were seen to be dead.
    public override void Join(int node) => Drop(node);

    public override void RunCycle(ReadOnlySpan<int> order, ulong key)
    {
        foreach (int node in order)
        {
            if (!world.IsAlive(node))
                Drop(node);
        }

        owed += world.Living * (1 + layer.Share);
        double arrival = layer.Share / (1 + layer.Share);
        ulong draws = 3 + (3 * (ulong)layer.Probes);
        for (ulong index = 0; owed >= 1; owed--, index += draws)
        {
            int node = world.AnyAlive(Draw.At(key, index));
            if (Draw.Fraction(Draw.At(key, index + 1)) < arrival)
                Arrive(node, key, index + 2);
            else if (queues[node] > 0)
                Add(node, -1);
        }

        sums[cycle + 1] = sums[cycle] + ((double)waiting / world.Living);
        cycle++;
    }

    public override void Measure(Observer observer, Dictionary<string, double> measured)
    {
        measured["placement.most"] = world.Over(node => queues[node]).Most;
        measured["placement.busy"] = world.Over(node => queues[node] > 0 ? 1 : 0).Mean;
        int half = cycle / 2;
        if (arrived == 0)
            return;
        double share = (double)refused / arrived;
        measured["placement.time"] =
            (sums[cycle] - sums[half]) / (cycle - half) / (layer.Share * (1 - share));
        measured["placement.refused"] = share;
        measured["placement.lost"] = (double)lost / arrived;
    }

    // A probe and its answer may be lost; the task itself is sent until it arrives.
    private void Arrive(int node, ulong key, ulong index)
    {
        arrived++;
        int shortest = -1;
        for (int probe = 0; probe < layer.Probes; probe++, index += 3)
        {
            int asked = world.Neighbour(node, Draw.At(key, index));
            if (asked < 0 || !world.Arrives(node, asked, Draw.At(key, index + 1))
                || world.IsLost(Draw.At(key, index + 2)))
            {
                continue;
            }

            if (shortest < 0 || queues[asked] < queues[shortest])
                shortest = asked;
        }

        if (shortest < 0)
            refused++;
        else
            Add(shortest, 1);
    }

    private void Add(int node, int tasks)
    {
        queues[node] += tasks;
        waiting += tasks;
    }

    private void Drop(int node)
    {
        lost += queues[node];
        Add(node, -queues[node]);
    }
}
