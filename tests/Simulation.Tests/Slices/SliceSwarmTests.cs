using P2PCS.Protocol;
using P2PCS.Simulation.Slices;
using P2PCS.Slicing.Slices;
using P2PCS.Tests;

namespace P2PCS.Simulation.Tests.Slices;

/// <summary>Small clouds of real kernels; `p2pcs sim slices` runs those of 10,000.</summary>
public sealed class SliceSwarmTests
{
    private const int Score = 0;
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    [Fact]
    public void By_samples_first_and_by_the_curve_after_an_epoch() => Seed.Run((ref Rng rng) =>
    {
        SliceSwarm swarm = Begun(new SliceSwarmOptions { Peers = 200, Seed = rng.Next() });
        Next(swarm, 1);
        SliceReading reading = SliceReading.Of(swarm, Score);
        Assert.True(reading.Sampled == 1, $"{reading}");
        Assert.True(reading.SampledWrong < 0.4, $"{reading}");
        Next(swarm, 2);
        for (int i = 0; i < SlicePeer.Attributes.Names.Count; i++)
        {
            reading = SliceReading.Of(swarm, i);
            Assert.True(reading.Known > 0.99, $"{reading}");
            // Nine boundaries, at each no more than two of 200.
            Assert.True(reading.Misassigned < 0.09, $"{reading}");
            Assert.True(reading.Honest > 0.98, $"{reading}");
            Assert.InRange(reading.Top, 0.09, 0.11);
        }
    });

    [Fact]
    public void A_small_cloud_knows_every_rank_exactly() => Seed.Run((ref Rng rng) =>
    {
        SliceSwarm swarm = Begun(new SliceSwarmOptions { Peers = 12, Seed = rng.Next() });
        Next(swarm, 3);
        SliceReading reading = SliceReading.Of(swarm, Score);
        Assert.True(reading.RankError.Worst < 1e-3, $"{reading}");
    });

    [Fact]
    public void A_tenth_of_those_that_come_and_go_is_a_tenth() => Seed.Run((ref Rng rng) =>
    {
        SliceSwarm swarm = Begun(new SliceSwarmOptions
        {
            Peers = 300,
            Seed = rng.Next(),
            ChurnPerMinute = 0.2,
            Loss = 0.05,
        });
        Next(swarm, 4);
        SliceReading reading = SliceReading.Of(swarm, Score);
        Assert.True(reading.Known > 0.6, $"{reading}");
        Assert.True(reading.Misassigned < 0.2, $"{reading}");
        // Those that came lately do not know their place.
        Assert.InRange(reading.Top, 0.05, 0.13);
    });

    [Fact]
    public void A_peer_whose_value_changes_finds_its_new_place() => Seed.Run((ref Rng rng) =>
    {
        SliceSwarm swarm = Begun(new SliceSwarmOptions { Peers = 100, Seed = rng.Next() });
        Next(swarm, 2);
        SlicePeer first = swarm.Up.MaxBy(peer => peer.KeyOf(Score)!.Value.Value)!;
        Assert.True(first.Kernel.IsIn(Slice.Top("cpu.score", 0.2)));
        first.Set(Score, 0.001);
        Next(swarm, 5);
        Assert.Equal(0, first.Kernel.Picture(Score).Tenth);
        Assert.False(first.Kernel.IsIn(Slice.Top("cpu.score", 0.2)));
        (double low, double high) = first.Kernel.Picture(Score)
            .Bounds(Slice.Top("cpu.score", 0.2))!.Value;
        int between = swarm.Up.Count(
            peer => peer.KeyOf(Score)!.Value.Value is var value && value >= low && value <= high);
        Assert.InRange(between, 19, 22);
    });

    private static SliceSwarm Begun(SliceSwarmOptions options)
    {
        var swarm = new SliceSwarm(options);
        swarm.Run(TimeSpan.FromSeconds(10));
        return swarm;
    }

    private static void Next(SliceSwarm swarm, int epochs)
    {
        for (int i = 0; i < epochs; i++)
        {
            swarm.Watch(0, TimeSpan.FromMinutes(4));
            swarm.RunToNextEpoch(Limit);
        }
    }
}
