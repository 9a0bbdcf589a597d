using P2PCS.Host.Storage;
using P2PCS.Node;
using P2PCS.Protocol;

namespace P2PCS.Host.Agent;

/// <summary>What a node left in its journal.</summary>
internal static class StoredRecords
{
    /// <summary>All records, kind by kind in the order they were written.</summary>
    public static StoredRecord[] Of(Journal journal) =>
    [
        .. Enum.GetValues<RecordKind>().SelectMany(kind => journal.Read((byte)kind)
            .Select(record => new StoredRecord(kind, record.Key, record.Value))),
    ];
}
