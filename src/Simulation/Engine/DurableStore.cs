using P2PCS.Node;
using P2PCS.Protocol;

namespace P2PCS.Simulation.Engine;

/// <summary>A node's disk: what a step wrote is there for good.</summary>
public sealed class DurableStore
{
    private readonly Dictionary<(RecordKind Kind, UInt128 Key), long> places = [];
    private readonly SortedDictionary<long, StoredRecord> records = [];
    private long written;

    /// <summary>Records kept.</summary>
    public int Count => records.Count;

    /// <summary>Carries out a step's writes, in order.</summary>
    public void Apply(Outbox outbox)
    {
        foreach (RecordWrite write in outbox.Records)
        {
            if (places.Remove((write.Kind, write.Key), out long place))
                records.Remove(place);
            if (write.Delete)
                continue;
            byte[] value = outbox.BytesOf(write.Bytes).ToArray();
            places.Add((write.Kind, write.Key), ++written);
            records.Add(written, new StoredRecord(write.Kind, write.Key, value));
        }
    }

    /// <summary>A copy of every record, in the order of the last writes.</summary>
    public List<StoredRecord> ReadAll() => [.. records.Values];

    /// <summary>Loses everything: the disk was replaced.</summary>
    public void Wipe()
    {
        places.Clear();
        records.Clear();
    }
}
