using P2PCS.Membership.Epochs;
using P2PCS.Protocol;
using P2PCS.Protocol.Wire;
using P2PCS.Query.Standing;
using P2PCS.Query.Values;
using P2PCS.Simulation.Queries;
using P2PCS.Tests;

namespace P2PCS.Simulation.Tests.Queries;

/// <summary>Small clouds of real kernels; `p2pcs sim standing` runs those of 10,000.</summary>
public sealed class StandingSwarmTests
{
    private const int Peers = 100;

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0.2, 0)]
    [InlineData(0, 0.05)]
    public void Peers_know_the_cloud_within_ten_seconds(double churn, double loss) =>
        Seed.Run((ref Rng rng) =>
        {
            StandingReading reading = StandingReading.Of(Watched(new StandingSwarmOptions
            {
                Peers = Peers,
                Seed = rng.Next(),
                ChurnPerMinute = churn,
                Loss = loss,
            }));
            // A reply and its undo that are lost cost mass, and so does who leaves in an epoch.
            double bound = loss > 0 ? 0.03 : churn > 0 ? 0.02 : 0.01;
            Assert.True(reading.Known > 0.95, $"{reading}");
            Assert.True(reading.CountError.Mean < bound, $"{reading}");
            Assert.True(reading.Age.Mean < 8.5, $"{reading}");
        });

    [Fact]
    public void Sums_means_percentiles_and_counts_by_text_are_those_of_all_rows() =>
        Seed.Run((ref Rng rng) =>
        {
            StandingReading reading = StandingReading.Of(
                Watched(new StandingSwarmOptions { Peers = Peers, Seed = rng.Next() }));
            Assert.True(reading.SumError < 0.01, $"{reading}");
            Assert.True(reading.MeanError < 0.01, $"{reading}");
            Assert.True(reading.RankError < 0.04, $"{reading}");
            // Between so few values a line in a bucket is not what the true percentile is.
            Assert.True(reading.Within > 0.85, $"{reading}");
            Assert.True(reading.LabelError < 0.01, $"{reading}");
            Assert.True(reading.Age.Worst < 10, $"{reading}");
        });

    [Fact]
    public void An_idle_peer_sends_less_than_twenty_bytes_a_second() => Seed.Run((ref Rng rng) =>
    {
        double bytes = StandingScenario.CalmBytesPerSecond(
            new StandingSwarmOptions { Peers = 50, Seed = rng.Next() });
        Assert.InRange(bytes, 5, 20);
    });

    [Fact]
    public void One_absurd_row_moves_a_mean_by_no_more_than_the_range_over_the_peers() =>
        Seed.Run((ref Rng rng) =>
        {
            var options = new StandingSwarmOptions { Peers = Peers, Seed = rng.Next() };
            var swarm = new StandingSwarm(options);
            int load = StandingColumns.OfPeers.Table.Find("load1");
            double high = StandingColumns.OfPeers.Table.Columns[load].High;
            double[] honest = [.. swarm.Up.Skip(1).Select(peer => peer.Row[load])
                .Where(value => value.IsNumber).Select(value => value.AsNumber)];
            swarm.Up[0].Row.Set(load, Value.Of(1e300));
            Watch(swarm);
            double bound = (high / (honest.Length + 1)) + (0.01 * honest.Average());
            ColumnPicture picture = swarm.Up[1].Kernel.Picture!.Find(load)!;
            Assert.InRange(picture.Mean - honest.Average(), 0, 1.01 * bound);
            Assert.InRange(picture.Max, honest.Max(), high);
        });

    [Fact]
    public void A_peer_that_races_ahead_with_epochs_cannot_make_them_shorter_than_their_least() =>
        Seed.Run((ref Rng rng) =>
        {
            var options = new StandingSwarmOptions { Peers = Peers, Seed = rng.Next() };
            StandingSwarm swarm = Watched(options);
            ulong before = swarm.Up.Max(peer => peer.Kernel.Epoch);
            for (int i = 0; i < 200; i++)
            {
                swarm.Run(TimeSpan.FromSeconds(0.1));
                StandingPeer victim = swarm.Up[1 + rng.Below(Peers - 1)];
                swarm.Inject(swarm.Up[0], victim, Lie(victim.Kernel.Epoch + 1));
            }

            ulong epochs = swarm.Up.Max(peer => peer.Kernel.Epoch) - before;
            // Twenty seconds, and no epoch below 2.5 of them.
            Assert.InRange(epochs, 5UL, 9UL);
        });

    [Fact]
    public void A_count_that_a_cheat_has_spoilt_says_so() => Seed.Run((ref Rng rng) =>
    {
        var options = new StandingSwarmOptions
        {
            Peers = Peers,
            Seed = rng.Next(),
            RosterChecks = true,
        };
        StandingSwarm swarm = Watched(options);
        for (int i = 0; i < 500; i++)
        {
            swarm.Run(TimeSpan.FromSeconds(0.02));
            StandingPeer victim = swarm.Up[1 + rng.Below(Peers - 1)];
            swarm.Inject(swarm.Up[0], victim, Lie(victim.Kernel.Epoch));
        }

        StandingReading reading = StandingReading.Of(swarm);
        Assert.True(reading.CountError.Mean > 0.05, $"{reading}");
        Assert.True(reading.Honest > 0.99, $"{reading}");
    });

    private static StandingSwarm Watched(StandingSwarmOptions options)
    {
        var swarm = new StandingSwarm(options);
        Watch(swarm);
        return swarm;
    }

    private static void Watch(StandingSwarm swarm)
    {
        swarm.Run(TimeSpan.FromSeconds(10));
        swarm.Watch(0, TimeSpan.FromMinutes(4));
        swarm.Run(TimeSpan.FromSeconds(25));
    }

    // A push of a whole instance of COUNT with the lowest name, at the start of an epoch.
    private static byte[] Lie(ulong epoch)
    {
        var outbox = new Outbox();
        WireWriter body = outbox.Open();
        new ExchangeMessage(new EpochWord(epoch, true, 0, 60), 0, (uint)epoch).Write(ref body);
        body.U8(20);
        for (uint name = 0; name < 20; name++)
        {
            body.U32(name);
            body.U16(BitConverter.HalfToUInt16Bits((Half)32768.0));
        }

        outbox.Send(new PeerAddress(1, 1), MessageKind.AggregatePush, body);
        return outbox.BytesOf(outbox.Sends[0].Bytes).ToArray();
    }
}
