using P2PCS.Protocol;

namespace P2PCS.Node;

public sealed partial class PeerNode
{
    /// <summary>Begins: takes back what an earlier incarnation left, and joins.</summary>
    /// <param name="now">The moment.</param>
    /// <param name="contacts">Addresses of peers to join by; none founds a cloud.</param>
    /// <param name="records">Durable records, in the order they were written.</param>
    /// <param name="outbox">What to do.</param>
    public void Start(
        Instant now,
        ReadOnlySpan<PeerAddress> contacts,
        IEnumerable<StoredRecord> records,
        Outbox outbox)
    {
        foreach (StoredRecord record in records)
            Restore(now, record, outbox);
        sampling.Start(now, contacts);
        detector.Start(now);
        Charter.Start(now);
        standing.Start(now);
        slices.Start(now);
    }

    private void Restore(Instant now, in StoredRecord record, Outbox outbox)
    {
        switch (record.Kind)
        {
            case RecordKind.Lease:
                // The new boot epoch has made its fence stale already.
                outbox.Delete(record.Kind, record.Key);
                break;
            case RecordKind.Subcloud or RecordKind.Member:
                controller.Restore(record.Kind, record.Key, record.Value.Span, outbox);
                break;
            case RecordKind.Statement or RecordKind.Admission:
                Charter.Restore(record.Kind, record.Value.Span);
                break;
            case RecordKind.Task:
                Dispatcher.Restore(now, record.Key, record.Value.Span, outbox);
                break;
        }
    }
}
