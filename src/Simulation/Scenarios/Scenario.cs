using P2PCS.Simulation.Scenarios.Layers;

namespace P2PCS.Simulation.Scenarios;

/// <summary>One experiment: a table of nodes, what they run, what befalls them, what is measured
/// and what the measures must be.</summary>
public sealed record Scenario
{
    /// <summary>Most nodes of a scenario.</summary>
    public const int MaxSize = 100_000_000;

    /// <summary>Most cycles of a scenario.</summary>
    public const int MaxCycles = 100_000;

    // Rows of the dead live again as newcomers; by then no view may name them any more.
    private const int CyclesUntilForgotten = 60;

    // Numbers of one layer: 8 GB.
    private const long MaxNumbers = 1L << 30;

    /// <summary>Its name: letters, digits and hyphens.</summary>
    public required string Name { get; init; }

    /// <summary>What it shows, in a sentence or two.</summary>
    public required string Description { get; init; }

    /// <summary>Nodes at the start, from 2.</summary>
    public required int Size { get; init; }

    /// <summary>Cycles to run, from 1.</summary>
    public required int Cycles { get; init; }

    /// <summary>The first seed; repetitions take the next ones.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Threads of the engine, from 1; results do not depend on it.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>Runs with seeds in a row, from 1; more than one gives error bands.</summary>
    public int Repeat { get; init; } = 1;

    /// <summary>Cycles between two measurements, from 1; first and last are always taken.</summary>
    public int Every { get; init; } = 1;

    /// <summary>How the nodes sample peers.</summary>
    public ScenarioProtocol Protocol { get; init; } = new();

    /// <summary>What they run over their views; a layer that nobody observes does not run.
    /// </summary>
    public IReadOnlyList<Layer> Layers { get; init; } = [];

    /// <summary>What befalls them.</summary>
    public ScenarioFaults Faults { get; init; } = new();

    /// <summary>What is measured.</summary>
    public IReadOnlyList<Observer> Observers { get; init; } = [];

    /// <summary>What the measures must be.</summary>
    public IReadOnlyList<Expectation> Expectations { get; init; } = [];

    /// <summary>Rows that wait for newcomers.</summary>
    public long Spare => (long)Math.Ceiling(
        Faults.Churn * Size * Math.Min(CyclesUntilForgotten, Cycles));

    /// <summary>Most rows, spare ones included, that the layers have memory for.</summary>
    public long MaxRows => Layers.Aggregate(
        (long)MaxSize, (least, one) => Math.Min(least, MaxNumbers / one.Width));

    /// <summary>Whether the nodes are more than there is memory for.</summary>
    public bool IsTooLarge => Size + Spare > MaxRows;

    /// <summary>Whether the state after a cycle is measured.</summary>
    /// <param name="cycle">Cycles run, from 0.</param>
    public bool IsMeasuredAt(int cycle) =>
        cycle % Every == 0 || cycle == Cycles || Expectations.Any(one => one.At == cycle);
}
