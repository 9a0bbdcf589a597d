using P2PCS.Protocol;
using P2PCS.Protocol.Wire;
using P2PCS.Query.Aggregates;
using P2PCS.Query.Values;
using P2PCS.Tests;

namespace P2PCS.Query.Tests.Aggregates;

public sealed class GroupTableTests
{
    private static readonly AggregateSpec[] Specs =
        [new(AggregateKind.Count), new(AggregateKind.Sum)];

    [Fact]
    public void Groups_beyond_the_limit_are_complete_in_the_rest_whatever_the_order() =>
        Seed.Run((ref Rng rng) =>
        {
            var shape = new GroupShape(1, Specs) { GroupsMax = 50 };
            (long Key, long Input)[] rows = new (long, long)[5_000];
            for (int i = 0; i < rows.Length; i++)
                rows[i] = (rng.Below(200), rng.Below(10));
            string once = Shown(Scattered(shape, rows, 0, ref rng), rows);
            string again = Shown(Scattered(shape, rows, 0, ref rng), rows);

            Assert.Equal(once, again);
        });

    [Fact]
    public void Tables_cut_to_fewer_bytes_still_count_every_row_once() =>
        Seed.Run((ref Rng rng) =>
        {
            var shape = new GroupShape(1, Specs);
            var rows = new (long, long)[3_000];
            for (int i = 0; i < rows.Length; i++)
                rows[i] = (rng.Below(400), rng.Below(10));

            Shown(Scattered(shape, rows, 2_000, ref rng), rows);
        });

    [Fact]
    public void A_row_heap_keeps_the_first_rows_whatever_the_order() => Seed.Run((ref Rng rng) =>
    {
        var shape = new RowShape(1, [true], 10);
        var rows = new KeptRow[500];
        for (int i = 0; i < rows.Length; i++)
        {
            Value value = i % 7 == 0 ? Value.Null : Value.Of((long)rng.Below(40));
            rows[i] = new KeptRow([value], [Value.Of((long)i)], rng.Next());
        }

        var heaps = new RowHeap[8];
        for (int i = 0; i < heaps.Length; i++)
            heaps[i] = new RowHeap(shape);
        foreach (KeptRow row in rows)
            heaps[rng.Below(heaps.Length)].Add(row);
        for (int i = 1; i < heaps.Length; i++)
            heaps[0].Merge(Copy(shape, heaps[i]));

        Array.Sort(rows, shape.Compare);
        Assert.Equal(rows.Take(10).Select(row => row.Ticket),
            heaps[0].Rows.Select(row => row.Ticket));
        Assert.Equal(490, heaps[0].Dropped);
    });

    private static RowHeap Copy(RowShape shape, RowHeap heap)
    {
        var bytes = new byte[heap.WireBytes];
        var writer = new WireWriter(bytes);
        heap.Write(ref writer);
        var reader = new WireReader(bytes.AsSpan(0, writer.Length));
        RowHeap copy = RowHeap.Read(shape, new Bounds(1_000, 1_000), ref reader);
        Assert.True(reader.Complete);
        return copy;
    }

    // Checks that every group that is shown is complete, and the rest is what is left.
    private static string Shown(GroupTable table, (long Key, long Input)[] rows)
    {
        long left = rows.Length;
        var lines = new List<string>();
        foreach (Group group in table.Groups)
        {
            (long Key, long Input)[] own =
                [.. rows.Where(row => row.Key == group.Keys[0].AsInt)];
            Assert.Equal(own.Length, group.Rows);
            Assert.Equal(own.Length, group.Partials[0].Result().AsInt);
            Assert.Equal(own.Sum(row => row.Input), group.Partials[1].Result().AsInt);
            left -= group.Rows;
            lines.Add($"{group.Keys[0]}: {group.Rows}");
        }

        Assert.NotNull(table.Other);
        Assert.Equal(left, table.Other.Rows);
        return string.Join('\n', lines);
    }

    private static GroupTable Scattered(
        GroupShape shape, (long Key, long Input)[] rows, int bytesMax, ref Rng rng)
    {
        var tables = new List<GroupTable>();
        for (int i = 0; i < 12; i++)
            tables.Add(new GroupTable(shape));
        foreach ((long key, long input) in rows)
        {
            tables[rng.Below(tables.Count)].Add(
                [Value.Of(key)], [Value.True, Value.Of(input)], 0);
        }

        while (tables.Count > 1)
        {
            GroupTable last = tables[^1];
            tables.RemoveAt(tables.Count - 1);
            if (bytesMax > 0)
                last.Shrink(bytesMax);
            Assert.True(bytesMax == 0 || last.WireBytes <= bytesMax);
            tables[rng.Below(tables.Count)].Merge(Copy(shape, last));
        }

        return tables[0];
    }

    private static GroupTable Copy(GroupShape shape, GroupTable table)
    {
        var bytes = new byte[table.WireBytes];
        var writer = new WireWriter(bytes);
        table.Write(ref writer);
        var reader = new WireReader(bytes.AsSpan(0, writer.Length));
        GroupTable copy = GroupTable.Read(shape, new Bounds(9_999, 9_999), ref reader);
        Assert.True(reader.Complete);
        return copy;
    }
}
