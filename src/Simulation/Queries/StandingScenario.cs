namespace P2PCS.Simulation.Queries;

/// <summary>Standing aggregates of a cloud, put to the test in one run after another: as it is
/// at rest, under churn, with loss, and with both.</summary>
/// <param name="Name">A word for it.</param>
/// <param name="Loss">Probability that a datagram is lost.</param>
/// <param name="ChurnPerMinute">Share of the peers that go in a minute; as many come.</param>
public sealed record StandingScenario(string Name, double Loss, double ChurnPerMinute)
{
    private static readonly TimeSpan Warmup = TimeSpan.FromSeconds(40);
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(3.7);
    private const int Readings = 6;

    /// <summary>All that are run.</summary>
    public static IReadOnlyList<StandingScenario> All { get; } =
    [
        new("rest", 0, 0),
        new("churn-10", 0, 0.1),
        new("churn-20", 0, 0.2),
        new("loss-5", 0.05, 0),
        new("loss-20", 0.2, 0),
        new("churn-20-loss-5", 0.05, 0.2),
    ];

    /// <summary>Runs it: the cloud starts, one peer watches, and the peers are read at moments
    /// that no epoch has chosen.</summary>
    /// <param name="options">Size, seed, links.</param>
    public StandingOutcome Run(StandingSwarmOptions options)
    {
        var swarm = new StandingSwarm(options with
        {
            Loss = Loss,
            ChurnPerMinute = ChurnPerMinute,
        });
        swarm.Run(TimeSpan.FromSeconds(10));
        swarm.Watch(0, TimeSpan.FromMinutes(4));
        swarm.Run(Warmup);
        long bytes = swarm.Bytes;
        var readings = new List<StandingReading>();
        for (int i = 0; i < Readings; i++)
        {
            swarm.Run(Between);
            readings.Add(StandingReading.Of(swarm));
        }

        double seconds = Readings * Between.TotalSeconds;
        return new StandingOutcome(
            Name, readings, (swarm.Bytes - bytes) / seconds / options.Peers, swarm.Refused);
    }

    /// <summary>Bytes that a peer sends in a second while nobody watches, measured over three
    /// calm epochs, in which each kind of sheet has its turn.</summary>
    public static double CalmBytesPerSecond(StandingSwarmOptions options)
    {
        var swarm = new StandingSwarm(options);
        TimeSpan epoch = options.Standing.Calm;
        swarm.Run(epoch);
        long bytes = swarm.Bytes;
        swarm.Run(3 * epoch);
        return (swarm.Bytes - bytes) / (3 * epoch).TotalSeconds / options.Peers;
    }
}
