using P2PCS.Allocation.Attempts;
using P2PCS.Allocation.Leases;
using P2PCS.Membership.Liveness;
using P2PCS.Membership.Peers;
using P2PCS.Membership.Sampling;
using P2PCS.Protocol;
using P2PCS.Protocol.Wire;

namespace P2PCS.Node.Tests;

/// <summary>One frame of every kind with fixed content, as docs/WIRE.md shows them.</summary>
public static class GoldenFrames
{
    private static readonly PeerId Sender = new(Digest.Read(
        [.. Enumerable.Range(1, Digest.Length).Select(i => (byte)i)]));

    private static readonly PeerAddress Address = new(new UInt128(0, 0xFFFF7F000001), 7400);
    private static readonly Resources Machine = new(4000, 8192);
    private static readonly Resources Share = new(1000, 512);
    private static readonly PeerStatus Status = new(Machine, Machine - Share, true);
    private static readonly Fence Fence = new(3, 5);
    private static readonly AttemptKey Attempt = new(0xCC, 1);
    private static readonly Digest Content = new(0xD1, 0xD2, 0xD3, 0xD4);

    public static byte[] Of(MessageKind kind)
    {
        var outbox = new Outbox();
        WireWriter body = outbox.Open();
        Write(kind, ref body);
        outbox.Send(Address, kind, body);
        return outbox.BytesOf(outbox.Sends[0].Bytes).ToArray();
    }

    private static void Write(MessageKind kind, ref WireWriter body)
    {
        switch (kind)
        {
            case MessageKind.ShuffleRequest:
                ShuffleMessage.WriteHead(ref body, 9, 1);
                new Descriptor(Sender, Address, 3, 0).Write(ref body);
                break;
            case MessageKind.ShuffleReply:
                ShuffleMessage.WriteHead(ref body, 9, 1);
                new Descriptor(new PeerId(Content), Address, 1, 12).Write(ref body);
                break;
            case MessageKind.Ping or MessageKind.Pong:
                new ProbeMessage(77, Status).Write(ref body);
                break;
            case MessageKind.Reserve:
                new ReserveMessage(0xAA, 0xBB, Share).Write(ref body);
                break;
            case MessageKind.Offer:
                new OfferMessage(0xAA, LeaseOutcome.Granted, Fence, Status).Write(ref body);
                break;
            case MessageKind.LeaseRequest:
                new LeaseRequestMessage(0xAA, LeaseVerb.Renew, Fence, 30_000, 2).Write(ref body);
                break;
            case MessageKind.LeaseAnswer:
                new LeaseAnswerMessage(
                    0xAA, LeaseVerb.Renew, LeaseOutcome.Granted, Fence, 30_000, 2)
                    .Write(ref body);
                break;
            case MessageKind.Assign:
                new AssignMessage(Attempt, Fence, Share, Content).Write(ref body);
                break;
            case MessageKind.Report:
                new ReportMessage(
                    Attempt, AttemptState.Ended, AttemptOutcome.Exited, -1, Content)
                    .Write(ref body);
                break;
            case MessageKind.Dismiss:
                new DismissMessage(Attempt).Write(ref body);
                break;
        }
    }
}
