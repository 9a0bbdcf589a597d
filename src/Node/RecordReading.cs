using P2PCS.Protocol;

namespace P2PCS.Node;

/// <summary>Gives a node what an earlier incarnation wrote down.</summary>
internal static class RecordReading
{
    public static void Restore(
        PeerNode node, Instant now, in StoredRecord record, Outbox outbox)
    {
        ReadOnlySpan<byte> value = record.Value.Span;
        switch (record.Kind)
        {
            case RecordKind.Lease:
                // The new boot epoch has made its fence stale already.
                outbox.Delete(record.Kind, record.Key);
                break;
            case RecordKind.Subcloud or RecordKind.Member:
                node.Controller.Restore(record.Kind, record.Key, value, outbox);
                break;
            case RecordKind.Statement or RecordKind.Admission:
                node.Charter.Restore(record.Kind, value);
                break;
            case RecordKind.Task:
                node.Dispatcher.Restore(now, record.Key, value, outbox);
                break;
        }
    }
}
