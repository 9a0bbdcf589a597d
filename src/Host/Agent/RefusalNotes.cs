using P2PCS.Host.Sealing;
using P2PCS.Protocol;

namespace P2PCS.Host.Agent;

/// <summary>Decides which refused handshakes are worth a line in the log: one a minute for each
/// source, side and reason, so that nobody can make the node write without end.</summary>
/// <param name="time">Tells the time.</param>
public sealed class RefusalNotes(TimeProvider time)
{
    // Our guess: more than a cloud has broken members.
    private const int Capacity = 256;
    private const double LinesPerSecond = 1;
    private const double LinesAtOnce = 30;
    private static readonly TimeSpan Quiet = TimeSpan.FromMinutes(1);

    private readonly TokenBucket lines = new(LinesPerSecond, LinesAtOnce);
    private readonly BoundedTable<HandshakeRefusal, Note> notes = new(Capacity);

    /// <summary>Whether to write it down; then the next like it is not for a while.</summary>
    public bool IsNew(HandshakeRefusal refusal)
    {
        var now = new Instant(time.GetUtcNow().UtcTicks);
        var like = refusal with { Address = SourceGate.SourceOf(refusal.Address) };
        if (notes.Find(like) is { } note)
        {
            if (now - note.At < Quiet)
                return false;
            notes.Remove(like);
        }

        if (!lines.TryTake(now))
            return false;
        notes.Add(like, new Note(now));
        return true;
    }

    private sealed record Note(Instant At);
}
