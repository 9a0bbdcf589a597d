using P2PCS.Membership.Epochs;
using P2PCS.Protocol;
using P2PCS.Protocol.Wire;
using P2PCS.Query.Standing;
using P2PCS.Query.Values;
using P2PCS.Tests;

namespace P2PCS.Query.Tests.Standing;

public sealed class SheetTests
{
    private static readonly StandingColumns Columns = StandingColumns.OfPeers;

    [Fact]
    public void An_instance_that_one_side_lacks_counts_as_zero_there() => Seed.Run((ref Rng rng) =>
    {
        var leader = new InstanceMap();
        var other = new InstanceMap();
        leader.Begin(1, ref rng);
        other.Begin(0, ref rng);
        other.Average(leader);
        other.Average(leader);
        Assert.Equal([0.75], other.Values.ToArray());
        Assert.Equal([1.0], leader.Values.ToArray());
    });

    [Fact]
    public void Of_too_many_instances_every_peer_keeps_the_same() => Seed.Run((ref Rng rng) =>
    {
        var maps = new InstanceMap[100];
        for (int i = 0; i < maps.Length; i++)
        {
            maps[i] = new InstanceMap();
            maps[i].Begin(1, ref rng);
        }

        for (int i = 0; i < 100 * maps.Length; i++)
            Exchange(maps[rng.Below(maps.Length)], maps[rng.Below(maps.Length)], new InstanceMap());
        Assert.All(maps, map => Assert.Equal(InstanceMap.Most, map.Count));
        Assert.All(maps, map => Assert.InRange(map.Estimate().Peers, 99.5, 100.5));
    });

    [Fact]
    public void Texts_without_room_go_into_the_rest_and_no_share_gets_lost()
    {
        LabelTable all = Labels(0);
        for (int i = 1; i < 200; i++)
            all.Average(Labels(i));
        double sum = all.Rest(Label("site"));
        for (int i = 0; i < all.Count; i++)
            sum += all[i].Column == Label("site") ? all[i].Share : 0;
        Assert.InRange(all.Count, 2, LabelTable.Most);
        Assert.Equal(1, sum, 1e-9);
        Assert.True(all.Rest(Label("site")) > 0);
    }

    [Fact]
    public void A_long_text_is_cut_at_a_whole_character()
    {
        var table = new LabelTable(Columns);
        table.Begin(new GivenRow { ["site"] = Value.Of("x" + new string('é', 20)) });
        Assert.Equal("x" + new string('é', 11), table.TextOf(0));
    }

    [Fact]
    public void An_absurd_value_counts_as_the_limit_and_what_is_no_number_as_none()
    {
        var table = new MomentTable(Columns);
        table.Begin(new GivenRow
        {
            ["load1"] = Value.Of(1e300),
            ["cpu.cores"] = Value.Of(-1e300),
            ["mem.free"] = Value.Of(double.NaN),
            ["disk.free"] = Value.Of("all of it"),
        });
        Assert.Equal((1.0, 1.0), table.Extremes(Number("load1")));
        Assert.Equal((0.0, 0.0), table.Extremes(Number("cpu.cores")));
        Assert.Equal(0, table.Presence(Number("mem.free")));
        Assert.Equal(0, table.Presence(Number("disk.free")));
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(-0.5f)]
    [InlineData(1.5f)]
    public void A_moment_that_is_not_from_0_to_1_is_refused(float number)
    {
        byte[] buffer = new byte[Frame.BodyBytes];
        var writer = new WireWriter(buffer);
        new MomentTable(Columns).Write(ref writer);
        Assert.True(IsRead(buffer.AsSpan(0, writer.Length)));
        BitConverter.TryWriteBytes(buffer.AsSpan(8), number);
        Assert.False(IsRead(buffer.AsSpan(0, writer.Length)));
    }

    [Fact]
    public void Whoever_is_not_mixed_yet_takes_the_partners_bounds() => Seed.Run((ref Rng rng) =>
    {
        var extremes = new MomentTable(Columns);
        extremes.Begin(new GivenRow { ["load1"] = Value.Of(3.0) });
        var narrow = new BucketTable(Columns);
        narrow.Begin(new GivenRow { ["load1"] = Value.Of(3.0) }, extremes);
        var newcomer = new BucketTable(Columns);
        newcomer.Begin(new GivenRow { ["load1"] = Value.Of(3.1) }, null);
        newcomer.Adopt(narrow);
        int load = Number("load1");
        Assert.Equal(narrow.Bounds(load).ToArray(), newcomer.Bounds(load).ToArray());
        Exchange(narrow, newcomer, new BucketTable(Columns));
        Assert.Equal(narrow.Shares(load).ToArray(), newcomer.Shares(load).ToArray());
        Assert.Equal(1, narrow.Shares(load).ToArray().Sum(), 1e-9);
    });

    private static void Exchange<T>(T active, T passive, T copy)
        where T : SheetState<T>
    {
        if (active == passive)
            return;
        copy.CopyFrom(active);
        active.Average(passive);
        passive.Average(copy);
    }

    private static bool IsRead(ReadOnlySpan<byte> bytes)
    {
        var reader = new WireReader(bytes);
        new MomentTable(Columns).Read(ref reader);
        return reader.Complete;
    }

    private static LabelTable Labels(int number)
    {
        var table = new LabelTable(Columns);
        table.Begin(new GivenRow { ["site"] = Value.Of($"site-{number}") });
        return table;
    }

    private static int Label(string name) =>
        Columns.Labels.IndexOf(Columns.Table.Find(name));

    private static int Number(string name) =>
        Columns.Numbers.IndexOf(Columns.Table.Find(name));
}
