using P2PCS.Membership.Admission;
using P2PCS.Protocol;
using P2PCS.Protocol.Wire;

namespace P2PCS.Membership.Charter;

/// <summary>Puts statements into frames. A new key of the cloud never comes alone: in its frame
/// are the latest bans and revocations that fit beside it, so that whoever passes the key on
/// knows to whom not to.</summary>
internal static class StatementFrames
{
    /// <summary>Statements chosen for one exchange at most.</summary>
    public const int SentPerExchange = 64;

    private const int LengthBytes = 2;

    /// <summary>Sends statements, as many to a frame as fit; what is beyond the limit of an
    /// exchange comes with the next.</summary>
    /// <param name="to">Whom to.</param>
    /// <param name="chosen">What to send.</param>
    /// <param name="all">What is known here.</param>
    /// <param name="outbox">Takes the frames.</param>
    /// <returns>How many went.</returns>
    public static int Send(
        PeerAddress to, IEnumerable<Statement> chosen, StatementSet all, Outbox outbox)
    {
        Statement[] some = [.. chosen.Take(SentPerExchange)];
        Statement[] left = [.. some.Where(statement => !IsKey(statement))];
        int sent = left.Length;
        foreach (Statement key in some.Where(IsKey))
        {
            Statement[] frame = BesideKey(key, all);
            Write(to, frame, outbox);
            sent += frame.Length;
        }

        for (int start = 0; start < left.Length;)
        {
            int end = start + 1;
            int length = 1 + LengthOf(left[start]);
            while (end < left.Length && end - start < CharterMessages.StatementsMax
                && length + LengthOf(left[end]) <= Frame.BodyBytes)
            {
                length += LengthOf(left[end++]);
            }

            Write(to, left.AsSpan(start, end - start), outbox);
            start = end;
        }

        return sent;
    }

    private static Statement[] BesideKey(Statement key, StatementSet all)
    {
        var frame = new List<Statement> { key };
        int length = 1 + LengthOf(key);
        foreach (Statement other in all.Statements.Where(statement => !IsKey(statement))
            .OrderByDescending(statement => statement.Content.Time))
        {
            if (frame.Count == CharterMessages.StatementsMax
                || length + LengthOf(other) > Frame.BodyBytes)
            {
                break;
            }

            frame.Add(other);
            length += LengthOf(other);
        }

        return [.. frame];
    }

    private static void Write(
        PeerAddress to, ReadOnlySpan<Statement> statements, Outbox outbox)
    {
        WireWriter body = outbox.Open();
        body.U8((byte)statements.Length);
        foreach (Statement statement in statements)
        {
            body.U16((ushort)statement.Bytes.Length);
            body.Bytes(statement.Bytes.Span);
        }

        outbox.Send(to, MessageKind.CharterStatements, body);
    }

    private static bool IsKey(Statement statement) =>
        statement.Content.Kind == StatementKind.CloudKey;

    private static int LengthOf(Statement statement) => LengthBytes + statement.Bytes.Length;
}
