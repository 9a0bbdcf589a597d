using System.Diagnostics;
using System.Globalization;
using P2PCS.Simulation.Cycles;

namespace P2PCS.Bench;

/// <summary>
/// `threads NODES [THREADS] [PATH] [fixed|reshuffled]`: the same cycles on one thread and on
/// several, in turn in one process, as one line: path, nodes, threads, best and median wall
/// nanoseconds per node and cycle on one and on several, and the ratio of the best ones.
/// </summary>
public static class ThreadRace
{
    /// <summary>Runs the race and compares the tables.</summary>
    /// <returns>The process's exit code: 1 if the tables differ, 2 for arguments it does not
    /// know.</returns>
    public static int Run(string[] args, TextWriter output)
    {
        if (args.Length is 0 or > 4
            || !int.TryParse(args[0], CultureInfo.InvariantCulture, out int nodes)
            || nodes is < 100 or > 100_000_000)
        {
            output.WriteLine(
                "threads NODES(100..100000000) [THREADS] [PATH] [fixed|reshuffled]");
            return 2;
        }

        var options = new CycleOptions
        {
            Nodes = nodes,
            Seed = 42,
            Path = args.Length > 2 ? Enum.Parse<CodePath>(args[2], ignoreCase: true) : null,
            Order = args is [.., "reshuffled"] ? CycleOrder.Reshuffled : CycleOrder.Fixed,
        };
        int threads = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 2;
        return Measure(options, threads, output);
    }

    private static int Measure(CycleOptions options, int threads, TextWriter output)
    {
        using var alone = new CycleEngine(options);
        using var crew = new CycleEngine(options with { Threads = threads });
        int measured = Math.Clamp(100_000_000 / options.Nodes, 10, 400);
        var one = new double[measured];
        var several = new double[measured];
        for (int cycle = -3; cycle < measured; cycle++)
        {
            (double first, double second) = (Time(alone), Time(crew));
            if (cycle < 0)
                continue;
            one[cycle] = first / options.Nodes;
            several[cycle] = second / options.Nodes;
        }

        Array.Sort(one);
        Array.Sort(several);
        bool isSame = alone.Table.Fingerprint() == crew.Table.Fingerprint();
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{options.Path ?? CodePaths.Best} {options.Nodes} {threads} "
            + $"{one[0]:F1} {one[measured / 2]:F1} {several[0]:F1} {several[measured / 2]:F1} "
            + $"{one[0] / several[0]:F2} {(isSame ? "same" : "DIFFERENT")}"));
        return isSame ? 0 : 1;
    }

    private static double Time(CycleEngine engine)
    {
        long start = Stopwatch.GetTimestamp();
        engine.RunCycle();
        return Stopwatch.GetElapsedTime(start).TotalNanoseconds;
    }
}
