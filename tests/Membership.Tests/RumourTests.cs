using P2PCS.Membership.Dissemination;
using P2PCS.Membership.Liveness;
using P2PCS.Protocol;
using P2PCS.Tests;

namespace P2PCS.Membership.Tests;

public sealed class RumourTests
{
    [Fact]
    public void A_round_tells_both_ends_of_every_call() => Seed.Run((ref Rng rng) =>
    {
        for (int i = 0; i < 500; i++)
        {
            int nodes = 2 + rng.Below(60);
            bool[] knows = new bool[nodes];
            foreach (ref bool node in knows.AsSpan())
                node = rng.Below(4) == 0;
            Rng same = rng;
            bool[] next = new bool[nodes];
            int count = Rumour.PushPull(knows, next, ref rng);

            bool[] expected = [.. knows];
            for (int node = 0; node < nodes; node++)
            {
                int[] others = [.. Enumerable.Range(0, nodes).Where(other => other != node)];
                int called = others[same.Below(others.Length)];
                if (knows[node] || knows[called])
                    expected[node] = expected[called] = true;
            }

            Assert.Equal(expected, next);
            Assert.Equal(expected.Count(known => known), count);
        }
    });

    [Fact]
    public void A_rumour_that_nobody_knows_stays_unknown()
    {
        var rng = new Rng(1);
        Assert.Equal(0, Rumour.PushPull(new bool[10], new bool[10], ref rng));
    }

    [Fact]
    public void Proxies_make_false_alarms_rarer()
    {
        Assert.Equal(0, ProbeTheory.FalseAlarm(0, 3));
        Assert.Equal(1, ProbeTheory.FalseAlarm(1, 3));
        Assert.True(ProbeTheory.FalseAlarm(0.1, 4) < ProbeTheory.FalseAlarm(0.1, 3));
        Assert.Equal(1.582, ProbeTheory.FirstProbePeriods, 3);
    }
}
