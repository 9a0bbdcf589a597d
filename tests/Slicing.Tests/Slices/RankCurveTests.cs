using P2PCS.Protocol;
using P2PCS.Protocol.Wire;
using P2PCS.Slicing.Slices;
using P2PCS.Tests;

namespace P2PCS.Slicing.Tests.Slices;

public sealed class RankCurveTests
{
    [Fact]
    public void Peers_at_the_thresholds_have_their_exact_rank() => Seed.Run((ref Rng rng) =>
    {
        RankKey[] order = Keys(20, ref rng);
        RankCurve curve = Exact(order, order);
        for (int i = 0; i < order.Length; i++)
        {
            RankPlace place = curve.Place(order[i]);
            Assert.Equal((i + 0.5) / order.Length, place.Rank, 1e-6);
            Assert.Equal(0, place.Error, 1e-6);
        }
    });

    [Fact]
    public void A_rank_between_thresholds_is_no_further_off_than_it_tells() =>
        Seed.Run((ref Rng rng) =>
        {
            for (int round = 0; round < 50; round++)
            {
                RankKey[] order = Keys(300, ref rng);
                RankCurve curve = Exact(order, Thresholds.Of(order));
                for (int i = 0; i < order.Length; i++)
                {
                    RankPlace place = curve.Place(order[i]);
                    double off = Math.Abs(place.Rank - ((i + 0.5) / order.Length));
                    Assert.InRange(off, 0, place.Error + (1.0 / order.Length));
                }
            }
        });

    [Fact]
    public void The_place_at_a_rank_has_that_rank() => Seed.Run((ref Rng rng) =>
    {
        RankKey[] order = Keys(300, ref rng);
        RankCurve curve = Exact(order, Thresholds.Of(order));
        for (int i = 0; i < 1000; i++)
        {
            double rank = 0.01 + (0.98 * rng.Fraction());
            double share = curve.ShareAt(curve.KeyAt(rank));
            // Between two values of a step the line has no place for each rank.
            Assert.InRange(Math.Abs(share - rank), 0, 0.05);
        }
    });

    [Fact]
    public void Equal_values_are_told_apart_by_their_ties()
    {
        RankKey[] order = [.. Enumerable.Range(0, 100).Select(i => new RankKey(8, (uint)i << 24))];
        RankCurve curve = Exact(order, [order[0], order[99]]);
        Assert.Equal(0.5, curve.Place(order[50]).Rank, 0.02);
        Assert.Equal(8, curve.KeyAt(0.3).Value);
        Assert.InRange(curve.KeyAt(0.3).Tie, 28u << 24, 32u << 24);
    }

    [Fact]
    public void Values_beyond_the_ends_have_the_first_and_the_last_rank() =>
        Seed.Run((ref Rng rng) =>
        {
            RankKey[] order = Keys(100, ref rng);
            RankCurve curve = Exact(order, order[10..50]);
            Assert.Equal(0, curve.Place(RankKey.Lowest).Rank);
            Assert.InRange(curve.Place(RankKey.Highest).Rank, 0.99, 1 - 1e-13);
        });

    [Fact]
    public void Thresholds_ascend_and_are_no_more_than_fit() => Seed.Run((ref Rng rng) =>
    {
        for (int i = 0; i < 200; i++)
        {
            RankKey[] order = Keys(1 + rng.Below(300), ref rng);
            RankKey[] first = Thresholds.Of(order);
            RankKey[] second = Thresholds.Of(Exact(order, first), 0.002, order);
            foreach (RankKey[] chosen in (RankKey[][])[first, second])
            {
                Assert.InRange(chosen.Length, 1, Thresholds.Most);
                Assert.Equal(chosen.Order().Distinct(), chosen);
            }
        }
    });

    /// <summary>Some smooth, some of few values; all different by their ties.</summary>
    private static RankKey[] Keys(int count, ref Rng rng)
    {
        var keys = new SortedSet<RankKey>();
        bool isStepped = rng.Below(2) == 0;
        while (keys.Count < count)
        {
            double value = isStepped ? 1 + rng.Below(6) : 1000 * rng.Fraction();
            keys.Add(new RankKey((float)value, (uint)rng.Next()));
        }

        return [.. keys];
    }

    private static RankCurve Exact(RankKey[] order, RankKey[] thresholds)
    {
        var buffer = new byte[Limits.FrameBytes];
        var writer = new WireWriter(buffer);
        writer.U64(1);
        writer.U8(1);
        order[0].Write(ref writer);
        order[0].Write(ref writer);
        order[^1].Write(ref writer);
        writer.U8((byte)thresholds.Length);
        foreach (RankKey threshold in thresholds)
            threshold.Write(ref writer);
        writer.U32(BitConverter.SingleToUInt32Bits(1));
        foreach (RankKey threshold in thresholds)
        {
            float share = order.Count(key => key <= threshold) / (float)order.Length;
            writer.U32(BitConverter.SingleToUInt32Bits(share));
        }

        writer.U8(0);
        var reader = new WireReader(buffer.AsSpan(0, writer.Length));
        var sheet = new SliceSheet(new SampleShelf());
        sheet.Read(ref reader);
        Assert.True(reader.Complete);
        return new RankCurve(sheet, 0, order.Length);
    }
}
