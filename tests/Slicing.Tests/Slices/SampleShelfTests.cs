using P2PCS.Protocol;
using P2PCS.Slicing.Slices;
using P2PCS.Tests;

namespace P2PCS.Slicing.Tests.Slices;

public sealed class SampleShelfTests
{
    [Fact]
    public void A_rank_by_samples_is_within_what_it_tells() => Seed.Run((ref Rng rng) =>
    {
        int within = 0;
        for (int i = 0; i < 400; i++)
        {
            var shelf = new SampleShelf();
            for (int sample = 0; sample < 200; sample++)
                shelf.Add(new RankKey((float)rng.Fraction(), (uint)rng.Next()));
            double own = rng.Fraction();
            RankPlace place = shelf.Place(new RankKey((float)own, 7));
            within += Math.Abs(place.Rank - own) <= place.Error ? 1 : 0;
        }

        Assert.InRange(within, 380, 400);
    });

    [Fact]
    public void A_peer_counts_once_with_its_newest_value()
    {
        var shelf = new SampleShelf();
        shelf.Add(new RankKey(1, 5));
        shelf.Add(new RankKey(9, 5));
        Assert.Equal(1, shelf.Count);
        Assert.Equal([new RankKey(9, 5)], shelf.Sorted(null));
    }

    [Fact]
    public void Only_peers_met_lately_are_passed_on()
    {
        var shelf = new SampleShelf();
        for (uint i = 1; i <= 100; i++)
        {
            shelf.Meet(new RankKey(i, i));
            shelf.Add(new RankKey(1000 + i, 1000 + i));
        }

        Assert.Equal(
            Enumerable.Range(94, 7).Select(i => new RankKey(i, (uint)i)),
            shelf.Recent.ToArray().Order());
        Assert.Equal(200, shelf.Count);
    }

    [Fact]
    public void The_oldest_makes_room()
    {
        var shelf = new SampleShelf();
        for (uint i = 0; i < SampleShelf.Size + 10; i++)
            shelf.Add(new RankKey(i, i));
        Assert.Equal(SampleShelf.Size, shelf.Count);
        Assert.Equal(10, shelf.Sorted(null)[0].Value);
    }
}
