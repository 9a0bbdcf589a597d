namespace P2PCS.Simulation.Cycles.Figures;

/// <summary>What the views of Cyclon look like, whole and after crashes.</summary>
internal static class SamplingFigures
{
    private const string Cyclon = "Voulgaris, Gavidia, van Steen, JNSM 13(2), 2005";
    private const string Sampling = "Jelasity et al., ACM TOCS 25(3), 2007";

    public static IEnumerable<PaperRow> Rows() =>
    [
        new("10-random", Sampling + ", section 5", "in-degree sd of a random graph, c = 30",
            _ => Degree(0, 5.44)),
        new("10-cyclon", Cyclon + ", section 5.3", "in-degree sd, c = 30, l = 8, 100 cycles",
            _ => Degree(100, 1.7)),
        new("11-cyclon", Cyclon + ", section 5.2", "clustering, c = 30, l = 8: as random",
            Clustering),
        new("12", Cyclon + ", section 6", "share of the survivors in the largest component when "
            + "75 % crash", Survivors),
        .. new[] { (5, .42), (10, .33), (15, .22), (20, .10), (25, .017) }
            .Select(point => Healing(point.Item1, point.Item2)),
    ];

    private static PaperResult Degree(int cycles, double expected)
    {
        using CycleEngine engine = Run(cycles);
        return new PaperResult(expected, Graph(engine).InDegreeDeviation(), 0.1 * expected);
    }

    private static PaperResult Clustering(PaperScale _)
    {
        using CycleEngine engine = Run(40);
        double expected = 58.0 / engine.Table.Nodes;
        return new PaperResult(expected, Graph(engine).Clustering(), 0.1 * expected);
    }

    private static PaperResult Survivors(PaperScale _)
    {
        using CycleEngine engine = Run(40);
        engine.Population.CrashShare(0.75, 3);
        return new PaperResult(1, Graph(engine).LargestComponent(), 0.001);
    }

    private static PaperRow Healing(int cycle, double expected) => new(
        FormattableString.Invariant($"10-healing-{cycle}"), Cyclon + ", section 6",
        FormattableString.Invariant($"dead links {cycle} cycles after half of the nodes crash, ")
            + "2 retries",
        _ =>
        {
            using CycleEngine engine = Run(50);
            engine.Population.CrashShare(0.5, 3);
            for (int i = 0; i < cycle; i++)
                engine.RunCycle();
            return new PaperResult(expected, Graph(engine).DeadShare(), 0.03);
        });

    private static CycleEngine Run(int cycles)
    {
        var engine = new CycleEngine(new CycleOptions
        {
            Nodes = 10_000,
            ViewCapacity = 30,
            Order = CycleOrder.Reshuffled,
            Seed = 4,
        });
        for (int cycle = 0; cycle < cycles; cycle++)
            engine.RunCycle();
        return engine;
    }

    private static ViewGraph Graph(CycleEngine engine) => new(engine.Table, engine.Population);
}
