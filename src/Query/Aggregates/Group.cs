using P2PCS.Protocol.Wire;
using P2PCS.Query.Values;

namespace P2PCS.Query.Aggregates;

/// <summary>One group of rows and what is known of it.</summary>
public sealed class Group
{
    internal Group(GroupShape shape, Value[] keys)
    {
        Keys = keys;
        Hash = HashOf(keys);
        Partials = [.. shape.Aggregates.Select(PartialState.New)];
    }

    private Group(Value[] keys, PartialState[] partials) =>
        (Keys, Hash, Partials) = (keys, HashOf(keys), partials);

    /// <summary>What names it; empty for the group of the rest.</summary>
    public IReadOnlyList<Value> Keys { get; }

    /// <summary>Rows in it.</summary>
    public long Rows { get; internal set; }

    /// <summary>Peers that have rows in it.</summary>
    public long Peers { get; internal set; }

    /// <summary>The aggregates' states.</summary>
    public IReadOnlyList<PartialState> Partials { get; }

    internal ulong Hash { get; }

    internal int WireBytes
    {
        get
        {
            int bytes = 16;
            foreach (Value key in Keys)
                bytes += key.WireLength();
            foreach (PartialState partial in Partials)
                bytes += partial.WireBytes;
            return bytes;
        }
    }

    internal void Merge(Group other)
    {
        Rows += other.Rows;
        Peers += other.Peers;
        for (int i = 0; i < Partials.Count; i++)
            Partials[i].Merge(other.Partials[i]);
    }

    internal void Write(ref WireWriter writer)
    {
        foreach (Value key in Keys)
            key.Write(ref writer);
        writer.U64((ulong)Rows);
        writer.U64((ulong)Peers);
        foreach (PartialState partial in Partials)
            partial.Write(ref writer);
    }

    internal static Group? Read(GroupShape shape, int keys, Bounds bounds, ref WireReader reader)
    {
        var values = new Value[keys];
        for (int i = 0; i < keys && !reader.HasFailed; i++)
            Value.TryRead(ref reader, out values[i]);
        ulong rows = reader.U64();
        ulong peers = reader.U64();
        reader.Require(rows <= (ulong)bounds.Rows && peers <= rows
            && peers <= (ulong)bounds.Peers);
        if (reader.HasFailed)
            return null;
        var partials = new PartialState[shape.Aggregates.Count];
        for (int i = 0; i < partials.Length; i++)
            partials[i] = PartialState.Read(shape.Aggregates[i], (long)rows, ref reader);
        return new Group(values, partials) { Rows = (long)rows, Peers = (long)peers };
    }

    internal static int Compare(Group a, Group b)
    {
        int order = a.Hash.CompareTo(b.Hash);
        for (int i = 0; order == 0 && i < a.Keys.Count; i++)
            order = Value.Order(a.Keys[i], b.Keys[i]);
        return order;
    }

    internal static ulong HashOf(ReadOnlySpan<Value> keys)
    {
        ulong hash = 0;
        foreach (ref readonly Value key in keys)
            hash = (hash ^ key.Hash()) * 0x9E3779B97F4A7C15;
        return hash ^ (hash >> 29);
    }
}
