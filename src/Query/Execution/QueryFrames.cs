using P2PCS.Protocol;
using P2PCS.Protocol.Wire;

namespace P2PCS.Query.Execution;

/// <summary>What a node says to whoever asked it for a range.</summary>
internal static class QueryFrames
{
    /// <summary>Bytes of the query's and the ask's names.</summary>
    public const int HeadBytes = 16 + 4;

    /// <summary>Bytes of a refusal's body.</summary>
    public const int RefusalBytes = HeadBytes + 1;

    /// <summary>How a range stands: the answer, or that it is worked on.</summary>
    public static void Repeat(Duty duty, PeerAddress to, uint number, Outbox outbox)
    {
        if (duty.Answer is not null)
            Answer(duty, (to, number), outbox);
        else
            Decline(to, (duty.Ask.Query, number), 0, outbox);
    }

    /// <summary>No, for a reason; or, for no reason, that the range is worked on.</summary>
    public static void Decline(
        PeerAddress to, (UInt128 Query, uint Number) ask, byte reason, Outbox outbox)
    {
        WireWriter writer = outbox.Open();
        writer.U128(ask.Query);
        writer.U32(ask.Number);
        writer.U8(reason);
        outbox.Send(to, MessageKind.QueryRefusal, writer);
    }

    /// <summary>What is known of a range; there must be an answer.</summary>
    public static void Answer(Duty duty, (PeerAddress To, uint Number) asker, Outbox outbox)
    {
        WireWriter writer = outbox.Open(HeadBytes + duty.Answer!.Length);
        writer.U128(duty.Ask.Query);
        writer.U32(asker.Number);
        writer.Bytes(duty.Answer);
        outbox.Send(asker.To, MessageKind.QueryAnswer, writer);
    }
}
