using P2PCS.Allocation.Attempts;
using P2PCS.Allocation.Leases;
using P2PCS.Protocol;
using P2PCS.Protocol.Wire;

namespace P2PCS.Allocation.Tests;

/// <summary>Bodies as bytes, and what an outbox sent as messages.</summary>
public static class Wires
{
    public static readonly Instant Start = new(TimeSpan.TicksPerDay);

    public delegate void Writing(ref WireWriter body);

    public static PeerId Id(int number) => new(new Digest(0, 0, 0, (ulong)number));

    public static PeerAddress Address(int number) => new((UInt128)number, 7400);

    public static Sender Sender(int number, uint epoch = 1) =>
        new(Id(number), epoch, Address(number));

    public static byte[] Body(Writing write)
    {
        byte[] buffer = new byte[Limits.FrameBytes];
        var body = new WireWriter(buffer);
        write(ref body);
        return buffer[..body.Length];
    }

    /// <summary>Bodies of that kind in the outbox, oldest first.</summary>
    public static List<byte[]> Sent(this Outbox outbox, MessageKind kind)
    {
        var bodies = new List<byte[]>();
        foreach (OutboundFrame sent in outbox.Sends)
        {
            if (sent.Kind == kind)
                bodies.Add(outbox.BytesOf(sent.Bytes).Span[Frame.HeaderLength..].ToArray());
        }

        return bodies;
    }

    public static OfferMessage LastOffer(this Outbox outbox)
    {
        Assert.True(OfferMessage.TryRead(outbox.Sent(MessageKind.Offer)[^1], out OfferMessage m));
        return m;
    }

    public static LeaseAnswerMessage LastAnswer(this Outbox outbox)
    {
        byte[] body = outbox.Sent(MessageKind.LeaseAnswer)[^1];
        Assert.True(LeaseAnswerMessage.TryRead(body, out LeaseAnswerMessage m));
        return m;
    }

    public static ReportMessage LastReport(this Outbox outbox)
    {
        byte[] body = outbox.Sent(MessageKind.Report)[^1];
        Assert.True(ReportMessage.TryRead(body, out ReportMessage m));
        return m;
    }
}
