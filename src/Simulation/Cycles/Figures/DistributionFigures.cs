using P2PCS.Simulation.Scenarios;
using P2PCS.Simulation.Scenarios.Layers;

namespace P2PCS.Simulation.Cycles.Figures;

/// <summary>Slicing by the distribution, with the gossip that finds it.</summary>
internal static class DistributionFigures
{
    private const string Adam2 = "Sacha et al. (Adam2), ICDCS 2010";
    private const int Nodes = 10_000;
    private static readonly SlicingLayer Coarse = new();
    private static readonly SlicingLayer Fine = new() { Thresholds = 100 };

    public static IEnumerable<PaperRow> Rows() =>
    [
        new("17-gossip", "after " + Adam2 + ", section 4", "misassigned to 10 slices after 2 "
            + "epochs of 30 cycles, 50 thresholds, 10^4 nodes, lognormal attributes averaged over "
            + "Cyclon: at most 3 times .0013", scale =>
                new PaperResult(0, Mean(scale, Coarse, 2, "slicing.wrong"), 3 * .0013)),
        new("38-mean", Adam2 + ", abstract", Claim("mean error over the nodes: at most .0005"),
            scale => new PaperResult(0, Mean(scale, Fine, 1, "slicing.rank-error"), .0005)),
        new("38-most", Adam2 + ", abstract", Claim("largest error: at most .02"),
            scale => new PaperResult(0, Mean(scale, Fine, 1, "slicing.rank-error.most"), .02)),
    ];

    private static string Claim(string what) =>
        "rank of every node after an epoch of 30 cycles, 100 thresholds of 8 bytes, 49 kB sent, "
            + what;

    private static double Mean(PaperScale scale, SlicingLayer layer, int epochs, string column)
    {
        var scenario = new Scenario
        {
            Name = "distribution",
            Description = "A figure.",
            Size = Nodes,
            Cycles = epochs * SlicingLayer.DefaultEpoch,
            Protocol = new ScenarioProtocol { Order = CycleOrder.Reshuffled },
            Layers = [layer],
            Observers = [SlicingLayer.Slices],
        };
        int at = SlicingLayer.Slices.Columns.ToList().FindIndex(one => one.Name == column);
        int runs = scale == PaperScale.Small ? 2 : 10;
        double sum = 0;
        for (ulong seed = 0; seed < (ulong)runs; seed++)
        {
            using var run = new ScenarioRun(scenario, seed);
            while (run.Cycle < scenario.Cycles)
                run.RunCycle();
            sum += run.Measure()[at];
        }

        return sum / runs;
    }
}
