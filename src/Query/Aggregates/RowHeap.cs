using P2PCS.Protocol.Wire;

namespace P2PCS.Query.Aggregates;

/// <summary>The first rows of a query in its order; rows that are equal in it are ordered by
/// their lots, so the result is the same whatever the order of merges.</summary>
/// <param name="shape">What its rows are.</param>
public sealed class RowHeap(RowShape shape)
{
    private readonly SortedSet<KeptRow> rows = new(Comparer<KeptRow>.Create(shape.Compare));

    /// <summary>The rows, the first first.</summary>
    public IReadOnlyCollection<KeptRow> Rows => rows;

    /// <summary>Rows that had no room.</summary>
    public long Dropped { get; private set; }

    /// <summary>At most as many bytes as <see cref="Write"/> takes.</summary>
    public int WireBytes => 8 + 2 + rows.Sum(row => row.WireBytes);

    /// <summary>Takes a row.</summary>
    public void Add(KeptRow row)
    {
        rows.Add(row);
        if (rows.Count > shape.Limit)
            Drop();
    }

    /// <summary>Takes all of another heap.</summary>
    public void Merge(RowHeap other)
    {
        Dropped += other.Dropped;
        foreach (KeptRow row in other.rows)
            Add(row);
    }

    /// <summary>Drops the last rows until it takes no more than so many bytes.</summary>
    public void Shrink(int bytes)
    {
        int left = WireBytes;
        while (left > bytes && rows.Count > 0)
        {
            left -= rows.Max!.WireBytes;
            Drop();
        }
    }

    /// <summary>Writes it.</summary>
    /// <param name="writer">Has room for <see cref="WireBytes"/>.</param>
    public void Write(ref WireWriter writer)
    {
        writer.U64((ulong)Dropped);
        writer.U16((ushort)rows.Count);
        foreach (KeptRow row in rows)
            row.Write(ref writer);
    }

    /// <summary>Reads what <see cref="Write"/> wrote; the reader has failed where the bytes are
    /// no such heap, or claim more than the bounds.</summary>
    public static RowHeap Read(RowShape shape, Bounds bounds, ref WireReader reader)
    {
        var heap = new RowHeap(shape);
        ulong dropped = reader.U64();
        int count = reader.U16();
        reader.Require(count <= shape.Limit && count <= bounds.Rows
            && dropped <= (ulong)(bounds.Rows - count));
        for (int i = 0; i < count && !reader.HasFailed; i++)
        {
            if (KeptRow.Read(shape, ref reader) is { } row)
                heap.rows.Add(row);
        }

        heap.Dropped = reader.HasFailed ? 0 : (long)dropped;
        return heap;
    }

    private void Drop()
    {
        rows.Remove(rows.Max!);
        Dropped++;
    }
}
