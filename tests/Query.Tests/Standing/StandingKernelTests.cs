using P2PCS.Membership.Epochs;
using P2PCS.Protocol;
using P2PCS.Query.Standing;
using P2PCS.Query.Values;

namespace P2PCS.Query.Tests.Standing;

public sealed class StandingKernelTests
{
    [Fact]
    public void One_alone_counts_itself()
    {
        var cloud = new StandingCloud(1);
        cloud.Kernels[0].Own = new GivenRow { ["cpu.cores"] = Value.Of(8.0) };
        cloud.Run(20);
        StandingPicture picture = cloud.Kernels[0].Picture!;
        Assert.Equal(1, picture.Peers, 1e-3);
        Assert.Equal(8, picture.Columns[0].Mean, 1e-3);
    }

    [Fact]
    public void Ten_know_the_sum_the_extremes_and_the_texts_of_all()
    {
        var cloud = new StandingCloud(10);
        for (int i = 0; i < 10; i++)
        {
            cloud.Kernels[i].Own = new GivenRow
            {
                ["cpu.cores"] = Value.Of(i + 1.0),
                ["site"] = Value.Of(i < 6 ? "a" : "b"),
            };
        }

        cloud.Run(12);
        Watch(cloud, 0);
        cloud.Run(14);
        Assert.All(cloud.Kernels, kernel =>
        {
            StandingPicture picture = kernel.Picture!;
            ColumnPicture cores = Assert.Single(picture.Columns);
            Assert.Equal(10, picture.Peers, 0.05);
            Assert.Equal(55, cores.Sum, 0.3);
            Assert.Equal(8.25, cores.Variance, 0.05);
            Assert.Equal((1.0, 10.0), (Math.Round(cores.Min, 3), Math.Round(cores.Max, 3)));
            LabelPicture sites = picture.FindLabels(StandingColumns.OfPeers.Table.Find("site"))!;
            Assert.Equal(6, sites.CountOf("a"), 0.05);
            Assert.Equal(4, sites.CountOf("b"), 0.05);
            Assert.True(picture.Age(cloud.Now) < TimeSpan.FromSeconds(10));
        });
    }

    [Fact]
    public void A_wish_to_watch_reaches_all_and_ends()
    {
        var cloud = new StandingCloud(10);
        cloud.Run(60);
        Assert.DoesNotContain(cloud.Kernels, kernel => kernel.IsWatched);
        Watch(cloud, 3);
        cloud.Run(6);
        Assert.All(cloud.Kernels, kernel => Assert.True(kernel.IsWatched));
        cloud.Run(40);
        Assert.DoesNotContain(cloud.Kernels, kernel => kernel.IsWatched);
        Assert.Single(cloud.Kernels.Select(kernel => kernel.Epoch).Distinct());
    }

    [Fact]
    public void An_undo_of_another_push_changes_nothing()
    {
        StandingCloud cloud = WatchedPair();
        byte[] push = NextPushToIdle(cloud, sheet: 1);
        byte[] mine = ValuesOf(Reply(cloud, push));
        byte[] mixed = ValuesOf(Reply(cloud, Renumbered(push, 1)));
        Assert.NotEqual(mine, mixed);
        byte[] undo = [(byte)MessageKind.AggregateUndo, .. push[1..9], 1, .. push[14..18]];
        undo[10] ^= 0xFF;
        Assert.Empty(cloud.Give(0, 1, undo).Answers);
        Assert.NotEqual(mine, ValuesOf(Reply(cloud, Renumbered(push, 2))));
    }

    [Fact]
    public void An_undo_brings_the_values_back_as_they_were()
    {
        StandingCloud cloud = WatchedPair();
        byte[] push = NextPushToIdle(cloud, sheet: 1);
        byte[] before = ValuesOf(Reply(cloud, push));
        byte[] undo = [(byte)MessageKind.AggregateUndo, .. push[1..9], 1, .. push[14..18]];
        Assert.Equal(Refusal.None, cloud.Give(0, 1, undo).Refusal);
        Assert.Equal(Refusal.None, cloud.Give(0, 1, undo).Refusal);
        Assert.Equal(before, ValuesOf(Reply(cloud, Renumbered(push, 1))));
    }

    [Fact]
    public void A_push_that_arrives_again_is_taken_once_and_answered_the_same()
    {
        StandingCloud cloud = WatchedPair();
        byte[] push = NextPushToIdle(cloud, sheet: 1);
        byte[] first = ValuesOf(Reply(cloud, push));
        Assert.Equal(first, ValuesOf(Reply(cloud, push)));
        // Also when others were taken since; and what is long past is not taken again.
        for (byte i = 1; i <= 3; i++)
            ValuesOf(Reply(cloud, Renumbered(push, i)));
        Assert.Equal(first, ValuesOf(Reply(cloud, push)));
        for (byte i = 4; i <= 8; i++)
            ValuesOf(Reply(cloud, Renumbered(push, i)));
        Assert.Empty(cloud.Give(0, 1, push).Answers);
    }

    [Fact]
    public void What_was_undone_is_not_taken_when_it_arrives_again()
    {
        StandingCloud cloud = WatchedPair();
        byte[] push = NextPushToIdle(cloud, sheet: 1);
        ValuesOf(Reply(cloud, push));
        byte[] undo = [(byte)MessageKind.AggregateUndo, .. push[1..9], 1, .. push[14..18]];
        cloud.Give(0, 1, undo);
        Assert.Empty(cloud.Give(0, 1, push).Answers);
    }

    [Fact]
    public void A_push_without_a_reply_is_sent_three_times_and_then_undone()
    {
        StandingCloud cloud = WatchedPair();
        byte[] push = NextPush(cloud, sheet: 1);
        for (int i = 0; i < 2; i++)
            Assert.Equal(push[13..], NextPush(cloud, sheet: 1)[13..]);
        byte[] undo = cloud.Next(0, MessageKind.AggregateUndo);
        while (undo[9] != 1)
            undo = cloud.Next(0, MessageKind.AggregateUndo);
        Assert.Equal(push[14..18], undo[10..14]);
    }

    [Fact]
    public void Whoever_waits_for_a_reply_is_busy()
    {
        StandingCloud cloud = WatchedPair();
        byte[] push = NextPush(cloud, sheet: 0);
        byte[] other = cloud.Next(1, MessageKind.AggregatePush);
        while (other[13] != 0)
            other = cloud.Next(1, MessageKind.AggregatePush);
        Assert.Equal((byte)ExchangeOutcome.Busy, Reply(cloud, push)[18]);
    }

    [Fact]
    public void A_reply_to_nothing_is_refused()
    {
        StandingCloud cloud = WatchedPair();
        byte[] push = NextPushToIdle(cloud, sheet: 0);
        byte[] reply = Reply(cloud, push);
        Assert.Equal(Refusal.None, cloud.Give(1, 0, reply).Refusal);
        Assert.Equal(Refusal.Unexpected, cloud.Give(1, 0, reply).Refusal);
    }

    [Fact]
    public void Nobody_is_driven_through_epochs_faster_than_the_least_stay()
    {
        StandingCloud cloud = WatchedPair();
        ulong first = cloud.Kernels[1].Epoch;
        Instant start = cloud.Now;
        while (cloud.Now - start < TimeSpan.FromSeconds(60))
        {
            byte[] push = NextPush(cloud, sheet: 0);
            BitConverter.TryWriteBytes(push.AsSpan(1), cloud.Kernels[1].Epoch + 1);
            push[9] = 1;
            push[10] = push[11] = 0;
            cloud.Give(0, 1, push);
        }

        Assert.InRange(cloud.Kernels[1].Epoch - first, 10UL, (ulong)(60 / 2.5) + 1);
    }

    [Fact]
    public void A_jump_of_numbers_that_would_use_them_up_is_not_heeded()
    {
        StandingCloud cloud = WatchedPair();
        byte[] push = NextPush(cloud, sheet: 0);
        ulong before = cloud.Kernels[1].Epoch;
        BitConverter.TryWriteBytes(push.AsSpan(1), before + (1UL << 33));
        push[10] = push[11] = 0;
        cloud.Run(3);
        cloud.Give(0, 1, push);
        Assert.InRange(cloud.Kernels[1].Epoch, before, before + 3);
    }

    [Fact]
    public void Newcomers_wait_for_the_next_epoch()
    {
        var cloud = new StandingCloud(2);
        cloud.Run(500);
        ulong running = cloud.Kernels[0].Epoch;
        cloud.Add();
        cloud.Run(500);
        Assert.Equal(running, cloud.Kernels[0].Epoch);
        Assert.Equal(running, cloud.Kernels[2].Epoch);
        Assert.Null(cloud.Kernels[2].Picture);
        cloud.Run(300);
        Assert.Equal(running + 1, cloud.Kernels[2].Epoch);
        Assert.Equal(2, cloud.Kernels[0].Picture!.Peers, 0.05);
        Watch(cloud, 0);
        cloud.Run(12);
        Assert.All(cloud.Kernels, kernel => Assert.Equal(3, kernel.Picture!.Peers, 0.05));
    }

    [Fact]
    public void The_history_keeps_each_epoch_for_a_while_and_older_ones_at_wider_steps()
    {
        var cloud = new StandingCloud(2);
        for (int i = 0; i < 30; i++)
        {
            Watch(cloud, 0);
            cloud.Run(60);
        }

        IReadOnlyList<HistoryPoint> points = cloud.Kernels[0].History.Points();
        Assert.Equal(points.OrderBy(point => point.AsOf), points);
        Assert.InRange(points.Count, 150, 156);
        Assert.True(cloud.Now - points[0].AsOf > TimeSpan.FromMinutes(25));
        Assert.All(points, point => Assert.Equal(2, point.Peers, 0.05));
    }

    private static void Watch(StandingCloud cloud, int index) =>
        cloud.Kernels[index].Watch(cloud.Now, cloud.Now + TimeSpan.FromSeconds(30));

    private static StandingCloud WatchedPair()
    {
        var cloud = new StandingCloud(2);
        cloud.Kernels[0].Own = new GivenRow { ["cpu.cores"] = Value.Of(1.0) };
        cloud.Kernels[1].Own = new GivenRow { ["cpu.cores"] = Value.Of(100.0) };
        cloud.Run(12);
        foreach (StandingKernel kernel in cloud.Kernels)
            kernel.Watch(cloud.Now, cloud.Now + TimeSpan.FromMinutes(4));
        cloud.Run(4.2);
        // From here on nothing arrives by itself, and both begin another epoch unmixed.
        cloud.Arrives = false;
        ulong next = cloud.Kernels[0].Epoch + 1;
        while (cloud.Kernels.Any(kernel => kernel.Epoch < next))
            cloud.Run(0.1);
        Assert.Equal(cloud.Kernels[0].Epoch, cloud.Kernels[1].Epoch);
        return cloud;
    }

    private static byte[] NextPush(StandingCloud cloud, byte sheet)
    {
        byte[] push = cloud.Next(0, MessageKind.AggregatePush);
        while (push[13] != sheet)
            push = cloud.Next(0, MessageKind.AggregatePush);
        return push;
    }

    // The other has just given up on a push of its own, so it waits for nothing.
    private static byte[] NextPushToIdle(StandingCloud cloud, byte sheet)
    {
        byte[] push = NextPush(cloud, sheet);
        while (cloud.Next(1, MessageKind.AggregateUndo)[9] != sheet)
            Assert.Equal(cloud.Kernels[0].Epoch, cloud.Kernels[1].Epoch);
        return push;
    }

    private static byte[] Reply(StandingCloud cloud, byte[] push) =>
        Assert.Single(cloud.Give(0, 1, push).Answers);

    private static byte[] ValuesOf(byte[] reply)
    {
        Assert.Equal((byte)ExchangeOutcome.Taken, reply[18]);
        return reply[19..];
    }

    private static byte[] Renumbered(byte[] push, byte by)
    {
        byte[] copy = [.. push];
        copy[17] += by;
        return copy;
    }
}
