using P2PCS.Membership.Epochs;
using P2PCS.Protocol;
using P2PCS.Protocol.Wire;
using P2PCS.Slicing.Slices;
using P2PCS.Tests;

namespace P2PCS.Slicing.Tests.Slices;

public sealed class SliceSheetTests
{
    private const int Peers = 40;

    [Fact]
    public void The_lowest_proposal_wins_and_its_shares_are_those_of_all_values() =>
        Seed.Run((ref Rng rng) =>
        {
            SheetOf<SliceSheet>[] sheets = new SheetOf<SliceSheet>[Peers];
            RankKey?[] keys = new RankKey?[Peers];
            for (int i = 0; i < Peers; i++)
            {
                var shelf = new SampleShelf();
                sheets[i] = new SheetOf<SliceSheet>(() => new SliceSheet(shelf), 1);
                keys[i] = i % 5 == 0 ? null : new RankKey(1 + rng.Below(8), (uint)rng.Next());
                sheets[i].Own.Begin(keys[i], (ulong)(100 + i), Three(i));
            }

            for (int i = 0; i < 60 * Peers; i++)
                Exchange(sheets[rng.Below(Peers)], sheets[rng.Below(Peers)]);

            RankKey[] there = [.. keys.OfType<RankKey>()];
            foreach (SheetOf<SliceSheet> sheet in sheets)
            {
                Assert.Equal(100UL, sheet.Own.Name);
                Assert.Equal(there.Length / (double)Peers, sheet.Own.Presence, 1e-5);
                for (int i = 0; i < 3; i++)
                {
                    int below = there.Count(key => key <= Three(0)[i]);
                    Assert.Equal(below / (double)Peers, sheet.Own.Shares[i], 1e-5);
                }

                Assert.Equal((there.Min(), there.Max()), (sheet.Own.Least, sheet.Own.Most));
            }
        });

    [Fact]
    public void An_exchange_that_is_undone_leaves_the_sum_as_it_was() => Seed.Run((ref Rng rng) =>
    {
        (SheetOf<SliceSheet> one, SheetOf<SliceSheet> other) = (New(3), New(5));
        one.Own.Begin(new RankKey(2, 1), 7, Three(0));
        other.Own.Begin(new RankKey(9, 2), 7, Three(0));
        double before = other.Own.Shares[1];
        Assert.True(other.TryRead(Written(one)));
        other.Adopt();
        other.Keep();
        other.Merge();
        Assert.NotEqual(before, other.Own.Shares[1]);
        other.Undo();
        Assert.Equal(before, other.Own.Shares[1]);
    });

    [Fact]
    public void Two_proposals_of_one_name_are_not_mixed()
    {
        (SheetOf<SliceSheet> one, SheetOf<SliceSheet> other) = (New(3), New(5));
        one.Own.Begin(new RankKey(2, 1), 7, Three(0));
        other.Own.Begin(new RankKey(9, 2), 7, Three(1));
        double[] before = one.Own.Shares.ToArray();
        Exchange(one, other);
        Assert.Equal(before, one.Own.Shares.ToArray());
    }

    [Fact]
    public void A_sheet_that_is_none_is_refused()
    {
        SheetOf<SliceSheet> sheet = New(1);
        SheetOf<SliceSheet> reader = New(2);
        sheet.Own.Begin(new RankKey(2, 1), 7, Three(0));
        byte[] good = Written(sheet);
        Assert.True(reader.TryRead(good));
        // The own value, a threshold out of order, a share above 1, a sample: each made NaN.
        foreach (int at in (int[])[11, 36, 60, 44])
        {
            byte[] bad = [.. good];
            bad.AsSpan(at, 4).Fill(0xFF);
            Assert.False(reader.TryRead(bad), $"{at}");
        }

        for (int length = 2; length < good.Length; length++)
            Assert.False(reader.TryRead(good.AsSpan(0, length)), $"{length}");
    }

    private static RankKey[] Three(int number) =>
        [new(1 + number, 0), new(3 + number, 1u << 31), new(6 + number, 0)];

    private static SheetOf<SliceSheet> New(ushort samples)
    {
        var shelf = new SampleShelf();
        shelf.Meet(new RankKey(samples, samples));
        return new SheetOf<SliceSheet>(() => new SliceSheet(shelf), 1);
    }

    private static void Exchange(SheetOf<SliceSheet> active, SheetOf<SliceSheet> passive)
    {
        if (active == passive)
            return;
        Assert.True(passive.TryRead(Written(active)));
        passive.Adopt();
        byte[] reply = Written(passive);
        passive.Merge();
        Assert.True(active.TryRead(reply));
        active.Merge();
    }

    private static byte[] Written(SheetOf<SliceSheet> sheet)
    {
        var buffer = new byte[Limits.FrameBytes];
        var writer = new WireWriter(buffer);
        sheet.Write(ref writer);
        return buffer[..writer.Length];
    }
}
