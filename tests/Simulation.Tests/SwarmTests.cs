using P2PCS.Simulation.Swarms;
using P2PCS.Tests;

namespace P2PCS.Simulation.Tests;

public sealed class SwarmTests
{
    public static TheoryData<ulong> Seeds
    {
        get
        {
            var seeds = new TheoryData<ulong>();
            ulong count = Seed.Number("P2PCS_SWARM_SEEDS", 300);
            for (ulong i = 0; i < count; i++)
                seeds.Add(Seed.Value + i);
            return seeds;
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void A_cloud_under_faults_stays_safe_and_recovers(ulong seed)
    {
        SwarmResult result = Swarm.Run(seed);

        Assert.True(result.Passed, result.Failure);
    }

    [Fact]
    public void Scenarios_have_work_and_faults_in_them()
    {
        SwarmStatistics[] runs = [.. Enumerable.Range(0, 10)
            .Select(i => Swarm.Run(Seed.Value + (ulong)i).Statistics)];

        Assert.True(runs.Sum(run => run.Crashes) >= 10);
        Assert.True(runs.Sum(run => run.Succeeded) >= 200);
        Assert.True(runs.Sum(run => run.Retried) >= 20);
        Assert.Contains(runs, run => run.Nodes > 10);
    }

    [Fact]
    public void A_failure_says_how_to_replay_it()
    {
        SwarmScenario hopeless = SwarmScenario.FromSeed(7) with { Nodes = -1 };

        SwarmResult result = Swarm.Run(hopeless with { Faulty = TimeSpan.FromSeconds(1) });

        Assert.False(result.Passed);
        Assert.Contains("p2pcs sim swarm --seed 7", result.Failure, StringComparison.Ordinal);
    }
}
