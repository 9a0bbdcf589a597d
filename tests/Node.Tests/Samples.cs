using P2PCS.Allocation.Attempts;
using P2PCS.Allocation.Leases;
using P2PCS.Membership.Liveness;
using P2PCS.Membership.Peers;
using P2PCS.Membership.Sampling;
using P2PCS.Protocol;
using P2PCS.Protocol.Wire;
using P2PCS.Tests;

namespace P2PCS.Node.Tests;

/// <summary>Random well-formed bodies of every kind, and reading them again.</summary>
public static class Samples
{
    public static IEnumerable<MessageKind> Kinds =>
        Enum.GetValues<MessageKind>().Where(kind => kind != MessageKind.None);

    /// <summary>A random body that follows the kind's grammar.</summary>
    public static byte[] Body(MessageKind kind, ref Rng rng)
    {
        byte[] buffer = new byte[Frame.BodyBytes];
        var body = new WireWriter(buffer);
        switch (kind)
        {
            case MessageKind.ShuffleRequest or MessageKind.ShuffleReply:
                WriteShuffle(ref body, ref rng);
                break;
            case MessageKind.Ping or MessageKind.Pong:
                new ProbeMessage((uint)rng.Next(), Status(ref rng)).Write(ref body);
                break;
            case MessageKind.Reserve:
                Reserve(ref rng).Write(ref body);
                break;
            case MessageKind.Offer:
                Offer(ref rng).Write(ref body);
                break;
            case MessageKind.LeaseRequest:
                LeaseRequest(ref rng).Write(ref body);
                break;
            case MessageKind.LeaseAnswer:
                LeaseAnswer(ref rng).Write(ref body);
                break;
            case MessageKind.Assign:
                Assign(ref rng).Write(ref body);
                break;
            case MessageKind.Report:
                Report(ref rng).Write(ref body);
                break;
            case MessageKind.Dismiss:
                new DismissMessage(Key(ref rng)).Write(ref body);
                break;
        }

        return buffer[..body.Length];
    }

    /// <summary>Reads a body and writes it again; null where it is refused.</summary>
    public static byte[]? Again(MessageKind kind, byte[] bytes)
    {
        byte[] buffer = new byte[Limits.FrameBytes];
        var body = new WireWriter(buffer);
        bool read;
        switch (kind)
        {
            case MessageKind.ShuffleRequest or MessageKind.ShuffleReply:
                read = ShuffleMessage.TryRead(bytes, out ShuffleMessage shuffle);
                ShuffleMessage.WriteHead(ref body, shuffle.Sequence, shuffle.Count);
                for (int i = 0; i < shuffle.Count; i++)
                    shuffle[i].Write(ref body);
                break;
            case MessageKind.Ping or MessageKind.Pong:
                read = ProbeMessage.TryRead(bytes, out ProbeMessage probe);
                probe.Write(ref body);
                break;
            case MessageKind.Leave:
                read = bytes.Length == 0;
                break;
            default:
                read = AgainAllocation(kind, bytes, ref body);
                break;
        }

        return read ? buffer[..body.Length] : null;
    }

    private static bool AgainAllocation(MessageKind kind, byte[] bytes, ref WireWriter body)
    {
        bool read;
        switch (kind)
        {
            case MessageKind.Reserve:
                read = ReserveMessage.TryRead(bytes, out ReserveMessage reserve);
                reserve.Write(ref body);
                return read;
            case MessageKind.Offer:
                read = OfferMessage.TryRead(bytes, out OfferMessage offer);
                offer.Write(ref body);
                return read;
            case MessageKind.LeaseRequest:
                read = LeaseRequestMessage.TryRead(bytes, out LeaseRequestMessage request);
                request.Write(ref body);
                return read;
            case MessageKind.LeaseAnswer:
                read = LeaseAnswerMessage.TryRead(bytes, out LeaseAnswerMessage answer);
                answer.Write(ref body);
                return read;
            case MessageKind.Assign:
                read = AssignMessage.TryRead(bytes, out AssignMessage assign);
                assign.Write(ref body);
                return read;
            case MessageKind.Report:
                read = ReportMessage.TryRead(bytes, out ReportMessage report);
                report.Write(ref body);
                return read;
            default:
                read = DismissMessage.TryRead(bytes, out DismissMessage dismiss);
                dismiss.Write(ref body);
                return read;
        }
    }

    private static void WriteShuffle(ref WireWriter body, ref Rng rng)
    {
        int count = rng.Below(Limits.ShuffleDescriptors + 1);
        ShuffleMessage.WriteHead(ref body, (uint)rng.Next(), count);
        for (; count > 0; count--)
        {
            new Descriptor(
                Seed.Peer(ref rng),
                Seed.Address(ref rng),
                (uint)rng.Next(),
                (ushort)rng.Below(40)).Write(ref body);
        }
    }

    private static PeerStatus Status(ref Rng rng)
    {
        var total = new Resources(1 + (uint)rng.Below(8000), (uint)rng.Below(8000));
        var free = new Resources(
            (uint)rng.Below((int)total.CpuMilli + 1), (uint)rng.Below((int)total.MemMiB + 1));
        return new PeerStatus(total, free, rng.Below(2) == 1);
    }

    private static ReserveMessage Reserve(ref Rng rng) =>
        new(rng.NextName(), rng.NextName(), Some(ref rng));

    private static OfferMessage Offer(ref Rng rng)
    {
        var outcome = (LeaseOutcome)rng.Below(4);
        Fence fence = outcome == LeaseOutcome.Granted ? SomeFence(ref rng) : default;
        return new OfferMessage(rng.NextName(), outcome, fence, Status(ref rng));
    }

    private static LeaseRequestMessage LeaseRequest(ref Rng rng) => new(
        rng.NextName(),
        (LeaseVerb)rng.Below(2),
        SomeFence(ref rng),
        (uint)rng.Next(),
        (uint)rng.Next());

    private static LeaseAnswerMessage LeaseAnswer(ref Rng rng) => new(
        rng.NextName(),
        (LeaseVerb)rng.Below(2),
        (LeaseOutcome)rng.Below(4),
        SomeFence(ref rng),
        (uint)rng.Next(),
        (uint)rng.Next());

    private static AssignMessage Assign(ref Rng rng) =>
        new(Key(ref rng), SomeFence(ref rng), Some(ref rng), Seed.Digest(ref rng));

    private static ReportMessage Report(ref Rng rng)
    {
        var state = (AttemptState)rng.Below(5);
        AttemptOutcome outcome = state == AttemptState.Ended
            ? (AttemptOutcome)(1 + rng.Below(5))
            : AttemptOutcome.None;
        return new ReportMessage(
            Key(ref rng), state, outcome, (int)rng.Next(), Seed.Digest(ref rng));
    }

    private static Fence SomeFence(ref Rng rng) => new(1, 1 + (uint)rng.Below(300));

    private static Resources Some(ref Rng rng) =>
        new(1 + (uint)rng.Below(2000), (uint)rng.Below(2000));

    private static AttemptKey Key(ref Rng rng) => new(rng.NextName(), 1 + rng.Below(8));
}
