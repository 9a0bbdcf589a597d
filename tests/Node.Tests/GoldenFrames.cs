using P2PCS.Allocation.Attempts;
using P2PCS.Allocation.Claims;
using P2PCS.Allocation.Leases;
using P2PCS.Allocation.Subclouds;
using P2PCS.Membership.Charter;
using P2PCS.Membership.Coordinates;
using P2PCS.Membership.Epochs;
using P2PCS.Membership.Liveness;
using P2PCS.Membership.Peers;
using P2PCS.Membership.Rumours;
using P2PCS.Membership.Sampling;
using P2PCS.Membership.Tests.Admission;
using P2PCS.Protocol;
using P2PCS.Protocol.Wire;
using P2PCS.Query.Execution;

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

    private static readonly ExchangeMessage Count = new(
        new EpochWord(7, true, 0x4000, 60), 0, 5);

    private static readonly Coordinate Place = new(1.5f, -2, 0.25f, 1);

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
                new Descriptor(new PeerId(Content), Address, 1, 12).WriteShort(ref body);
                break;
            case MessageKind.Ping or MessageKind.Pong:
                new ProbeMessage(77, 2, 0xD16E57, Status, Place, PeerState.Suspect, 6)
                    .Write(ref body);
                body.U8(1);
                Told(RumourKind.Alive).Write(ref body);
                break;
            case MessageKind.Leave:
                body.U32(2);
                break;
            case MessageKind.PingRequest:
                new PingRequestMessage(77, Rumour.ShortOf(Sender)).Write(ref body);
                break;
            case MessageKind.PingRelay:
                new PingRelayMessage(77, true).Write(ref body);
                break;
            case MessageKind.News:
                body.U8(3);
                Told(RumourKind.Suspect).Write(ref body);
                Told(RumourKind.Unreachable).Write(ref body);
                Told(RumourKind.Left).Write(ref body);
                break;
            case MessageKind.RosterPull:
                body.U32(99);
                for (uint bucket = 0; bucket < RosterDigest.Buckets; bucket++)
                    body.U32(bucket);
                break;
            case MessageKind.RosterPage:
                body.U32(99);
                body.U8(0);
                body.U8(1);
                Told(RumourKind.Joined).Write(ref body);
                break;
            case MessageKind.CharterDigest:
                CharterMessages.WriteDigest(ref body, 0x1122334455667788, 3);
                break;
            case MessageKind.CharterList:
                CharterMessages.WriteList(ref body, 0, ulong.MaxValue, [7, 9]);
                break;
            case MessageKind.CharterStatements:
                byte[] said = Convert.FromHexString(GoldenAdmission.Statement);
                body.U8(1);
                body.U16((ushort)said.Length);
                body.Bytes(said);
                break;
            case MessageKind.CharterWant:
                CharterMessages.WriteWant(ref body, [7]);
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
            case MessageKind.LeaseNotice:
                new LeaseNoticeMessage(0xAA, Fence, 60_000).Write(ref body);
                break;
            case MessageKind.Claim:
                new ClaimMessage(0xBB, ClaimVerb.Claim, 1).Write(ref body);
                break;
            case MessageKind.ClaimAnswer:
                new ClaimAnswerMessage(0xBB, 1, ClaimOutcome.Given, Sender, Address)
                    .Write(ref body);
                break;
            case MessageKind.SubcloudAsk:
                new SubcloudAskMessage(0xBB).Write(ref body);
                break;
            case MessageKind.SubcloudTold:
                Told().Write(ref body);
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
            case MessageKind.QueryAsk:
                QuerySamples.Ask(0xEE, new IdRange(default, Content), Sender, ref body);
                break;
            case MessageKind.QueryAnswer:
                body.U128(0xEE);
                body.U32(7);
                QuerySamples.Answer(2, ref body);
                break;
            case MessageKind.QueryRefusal:
                body.U128(0xEE);
                body.U32(7);
                body.U8((byte)QueryDenial.Busy);
                break;
            case MessageKind.AggregatePush:
                Count.Write(ref body);
                WriteInstances(ref body);
                break;
            case MessageKind.AggregateReply:
                Count.Write(ref body);
                body.U8((byte)ExchangeOutcome.Taken);
                WriteInstances(ref body);
                break;
            case MessageKind.AggregateUndo:
                new UndoMessage(7, 0, 5).Write(ref body);
                break;
            case MessageKind.SlicePush:
                Count.Write(ref body);
                SliceSamples.Example(ref body);
                break;
            case MessageKind.SliceReply:
                Count.Write(ref body);
                body.U8((byte)ExchangeOutcome.Taken);
                SliceSamples.Example(ref body);
                break;
            case MessageKind.SliceUndo:
                new UndoMessage(7, 0, 5).Write(ref body);
                break;
        }
    }

    private static SubcloudToldMessage Told()
    {
        var spec = new SubcloudSpec(
            0xBB, "demo", 3, 2, Share, TimeSpan.FromHours(1), TimeSpan.FromSeconds(10), false)
        {
            Labels = "a=b",
            Fingerprint = Content,
        };
        return new SubcloudToldMessage(0xBB, new Subcloud(spec, new Instant(77)), 2, 1);
    }

    private static void WriteInstances(ref WireWriter body)
    {
        body.U8(2);
        body.U32(0x1A);
        body.U16(BitConverter.HalfToUInt16Bits((Half)(32768 * 0.5)));
        body.U32(0x1B);
        body.U16(BitConverter.HalfToUInt16Bits((Half)(32768 / 1000.0)));
    }

    private static Rumour Told(RumourKind kind) => new(kind, Sender, Rumour.ShortOf(Sender), 3, 6)
    {
        Address = Address,
        Status = Status,
        By = 0xB1,
    };
}
