using System.Globalization;
using P2PCS.Simulation.Cycles;

namespace P2PCS.Bench;

/// <summary>
/// `gossip NODES [PATH] [fixed|reshuffled]`: processor time per node and cycle of Cyclon
/// (view 20, shuffle 8) with averaging, as one line: path, nodes, median and best nanoseconds,
/// bytes per node, the estimates' variance factor per cycle, mean in-degree.
/// </summary>
public static class GossipRace
{
    /// <summary>Runs the race.</summary>
    /// <returns>The process's exit code: 2 for arguments it does not know.</returns>
    public static int Run(string[] args, TextWriter output)
    {
        if (args.Length == 0
            || !int.TryParse(args[0], CultureInfo.InvariantCulture, out int nodes)
            || nodes is < 100 or > 100_000_000)
        {
            output.WriteLine("gossip NODES(100..100000000) [PATH] [fixed|reshuffled]");
            return 2;
        }

        IEnumerable<CodePath> paths = args.Length > 1
            ? [Enum.Parse<CodePath>(args[1], ignoreCase: true)]
            : CodePaths.Supported.Reverse();
        bool isReshuffled = args is [_, _, "reshuffled"];
        foreach (CodePath path in paths)
            output.WriteLine(Measure(nodes, path, isReshuffled));
        return 0;
    }

    private static string Measure(int nodes, CodePath path, bool isReshuffled)
    {
        int warm = nodes >= 5_000_000 ? 3 : 10;
        int measured = nodes >= 5_000_000 ? 5 : nodes >= 500_000 ? 11 : nodes >= 50_000 ? 41 : 201;
        using var engine = new CycleEngine(new CycleOptions
        {
            Nodes = nodes,
            Seed = 42,
            Path = path,
            Order = isReshuffled ? CycleOrder.Reshuffled : CycleOrder.Fixed,
        });
        double before = Variance(engine.Table);
        for (int cycle = 0; cycle < warm; cycle++)
            engine.RunCycle();
        double factor = Math.Pow(Variance(engine.Table) / before, 1.0 / warm);
        var costs = new double[measured];
        for (int cycle = 0; cycle < measured; cycle++)
        {
            double start = CpuClock.Now();
            engine.RunCycle();
            costs[cycle] = (CpuClock.Now() - start) / nodes;
        }

        Array.Sort(costs);
        return string.Create(CultureInfo.InvariantCulture,
            $"{path} {nodes} {costs[measured / 2]:F1} {costs[0]:F1} {engine.Table.Stride} "
            + $"{factor:F4} {InDegree(engine.Table):F2}");
    }

    private static double Variance(RowTable table)
    {
        double sum = 0;
        double squares = 0;
        for (int node = 0; node < table.Nodes; node++)
            sum += table.Estimate(node);
        double mean = sum / table.Nodes;
        for (int node = 0; node < table.Nodes; node++)
            squares += (table.Estimate(node) - mean) * (table.Estimate(node) - mean);
        return squares / table.Nodes;
    }

    private static double InDegree(RowTable table)
    {
        long entries = 0;
        for (int node = 0; node < table.Nodes; node++)
            entries += table.Count(node);
        return (double)entries / table.Nodes;
    }
}
