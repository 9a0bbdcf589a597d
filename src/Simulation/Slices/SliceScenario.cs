namespace P2PCS.Simulation.Slices;

/// <summary>Slices of a cloud, held against the truth epoch by epoch.</summary>
/// <param name="Name">A word for it.</param>
/// <param name="Loss">Probability that a datagram is lost.</param>
/// <param name="ChurnPerMinute">Share of the peers that go in a minute; as many come.</param>
public sealed record SliceScenario(string Name, double Loss, double ChurnPerMinute)
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    /// <summary>All that are run.</summary>
    public static IReadOnlyList<SliceScenario> All { get; } =
    [
        new("rest", 0, 0),
        new("churn-20", 0, 0.2),
        new("loss-5", 0.05, 0),
        new("churn-20-loss-5", 0.05, 0.2),
    ];

    /// <summary>Runs it: the cloud starts, one peer watches, and all are read when epochs have
    /// ended; in the first one only samples are drawn.</summary>
    /// <param name="options">Size, seed, links.</param>
    /// <param name="epochs">How many, at least 1.</param>
    public SliceOutcome Run(SliceSwarmOptions options, int epochs)
    {
        var swarm = new SliceSwarm(options with
        {
            Loss = Loss,
            ChurnPerMinute = ChurnPerMinute,
        });
        swarm.Run(10 * options.Slices.Cycle);
        var readings = new List<(int Epoch, SliceReading Reading)>();
        long bytes = swarm.Bytes;
        var started = swarm.Now;
        for (int epoch = 0; epoch <= epochs; epoch++)
        {
            swarm.Watch(0, options.Slices.WatchMax);
            swarm.RunToNextEpoch(Limit);
            for (int i = 0; i < SlicePeer.Attributes.Names.Count; i++)
                readings.Add((epoch, SliceReading.Of(swarm, i)));
        }

        double seconds = (swarm.Now - started).TotalSeconds;
        return new SliceOutcome(
            Name, readings, (swarm.Bytes - bytes) / seconds / options.Peers, swarm.Refused);
    }
}
