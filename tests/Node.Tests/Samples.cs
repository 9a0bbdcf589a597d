using P2PCS.Allocation.Attempts;
using P2PCS.Allocation.Leases;
using P2PCS.Membership.Coordinates;
using P2PCS.Membership.Liveness;
using P2PCS.Membership.Peers;
using P2PCS.Membership.Rumours;
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
                Probe(ref rng).Write(ref body);
                WriteRumours(ref body, ref rng);
                break;
            case MessageKind.Leave:
                body.U32((uint)rng.Next());
                break;
            case MessageKind.PingRequest:
                new PingRequestMessage((uint)rng.Next(), rng.Next()).Write(ref body);
                break;
            case MessageKind.PingRelay:
                new PingRelayMessage((uint)rng.Next(), rng.Below(2) == 1).Write(ref body);
                break;
            case MessageKind.News:
                WriteRumours(ref body, ref rng);
                break;
            case MessageKind.RosterPull:
                body.U32((uint)rng.Next());
                for (int i = 0; i < RosterDigest.Buckets; i++)
                    body.U32((uint)rng.Next());
                break;
            case MessageKind.RosterPage:
                body.U32((uint)rng.Next());
                body.U8((byte)rng.Below(2));
                WriteRumours(ref body, ref rng);
                break;
            case >= MessageKind.CharterDigest and <= MessageKind.CharterWant:
                CharterSamples.Write(kind, ref body, ref rng);
                break;
            case >= MessageKind.QueryAsk and <= MessageKind.QueryRefusal:
                QuerySamples.Write(kind, ref body, ref rng);
                break;
            case >= MessageKind.AggregatePush and <= MessageKind.AggregateUndo:
                StandingSamples.Write(kind, ref body, ref rng);
                break;
            case >= MessageKind.SlicePush and <= MessageKind.SliceUndo:
                SliceSamples.Write(kind, ref body, ref rng);
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
            case >= MessageKind.LeaseNotice and <= MessageKind.SubcloudTold:
                ClaimSamples.Write(kind, ref body, ref rng);
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
                AgainShuffle(ref shuffle, ref body);
                break;
            case >= MessageKind.Ping and <= MessageKind.RosterPage:
                read = AgainLiveness(kind, bytes, ref body);
                break;
            case >= MessageKind.CharterDigest and <= MessageKind.CharterWant:
                read = CharterSamples.Again(kind, bytes, ref body);
                break;
            case >= MessageKind.LeaseNotice and <= MessageKind.SubcloudTold:
                read = ClaimSamples.Again(kind, bytes, ref body);
                break;
            case >= MessageKind.QueryAsk and <= MessageKind.QueryRefusal:
                read = QuerySamples.Again(kind, bytes, ref body);
                break;
            case >= MessageKind.AggregatePush and <= MessageKind.AggregateUndo:
                read = StandingSamples.Again(kind, bytes, ref body);
                break;
            case >= MessageKind.SlicePush and <= MessageKind.SliceUndo:
                read = SliceSamples.Again(kind, bytes, ref body);
                break;
            default:
                read = AgainAllocation(kind, bytes, ref body);
                break;
        }

        return read ? buffer[..body.Length] : null;
    }

    private static void AgainShuffle(ref ShuffleMessage shuffle, ref WireWriter body)
    {
        if (shuffle.Count > Limits.ShuffleDescriptors)
            return;
        ShuffleMessage.WriteHead(ref body, shuffle.Sequence, shuffle.Count);
        while (shuffle.MoveNext())
        {
            if (!shuffle.Current.Id.IsNone)
                shuffle.Current.Write(ref body);
            else
                (shuffle.Current with { Id = Named(shuffle.CurrentName) }).WriteShort(ref body);
        }
    }

    private static PeerId Named(ulong name) => new(new Digest(0, 0, 0, name));

    private static bool AgainLiveness(MessageKind kind, byte[] bytes, ref WireWriter body)
    {
        bool read;
        switch (kind)
        {
            case MessageKind.Ping or MessageKind.Pong:
                read = ProbeMessage.TryRead(bytes, out ProbeMessage probe, out RumourList told);
                probe.Write(ref body);
                return read && AgainRumours(ref told, ref body);
            case MessageKind.PingRequest:
                read = PingRequestMessage.TryRead(bytes, out PingRequestMessage request);
                request.Write(ref body);
                return read;
            case MessageKind.PingRelay:
                read = PingRelayMessage.TryRead(bytes, out PingRelayMessage relay);
                relay.Write(ref body);
                return read;
            case MessageKind.News:
                return RumourList.TryRead(bytes, out RumourList news)
                    && AgainRumours(ref news, ref body);
            case MessageKind.RosterPage:
                if (bytes.Length < 5 || bytes[4] > 1)
                    return false;
                body.Bytes(bytes.AsSpan(0, 5));
                return RumourList.TryRead(bytes.AsSpan(5), out RumourList page)
                    && AgainRumours(ref page, ref body);
            default:
                int length = kind == MessageKind.Leave ? 4 : 4 + (4 * RosterDigest.Buckets);
                body.Bytes(bytes.AsSpan(0, Math.Min(length, bytes.Length)));
                return bytes.Length == length;
        }
    }

    private static bool AgainRumours(ref RumourList rumours, ref WireWriter body)
    {
        int countAt = body.Length;
        byte count = 0;
        body.U8(0);
        while (rumours.MoveNext())
        {
            rumours.Current.Write(ref body);
            count++;
        }

        body.Patch(countAt, count);
        return true;
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
            var descriptor = new Descriptor(
                Seed.Peer(ref rng),
                Address(ref rng),
                (uint)rng.Next(),
                (ushort)rng.Below(40));
            if (rng.Below(3) == 0)
                descriptor.WriteShort(ref body);
            else
                descriptor.Write(ref body);
        }
    }

    private static PeerAddress Address(ref Rng rng) => rng.Below(2) == 0
        ? Seed.Address(ref rng)
        : PeerAddress.Narrow([10, 0, 0, (byte)rng.Below(256)], (ushort)(1 + rng.Below(60_000)));

    private static ProbeMessage Probe(ref Rng rng) => new(
        (uint)rng.Next(),
        (uint)rng.Next(),
        rng.Next(),
        Status(ref rng),
        new Coordinate((float)rng.Fraction(), -3, 1, rng.Below(256) / 255f),
        (PeerState)(1 + rng.Below(3)),
        (uint)rng.Next());

    private static void WriteRumours(ref WireWriter body, ref Rng rng)
    {
        int count = rng.Below(8);
        body.U8((byte)count);
        for (; count > 0; count--)
        {
            PeerId id = Seed.Peer(ref rng);
            var kind = (RumourKind)(1 + rng.Below(5));
            new Rumour(kind, id, Rumour.ShortOf(id), (uint)rng.Next(), (uint)rng.Next())
            {
                Address = Address(ref rng),
                Status = Status(ref rng),
                By = rng.Next(),
            }.Write(ref body);
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
        var outcome = (LeaseOutcome)rng.Below(5);
        Fence fence = outcome == LeaseOutcome.Granted ? SomeFence(ref rng) : default;
        return new OfferMessage(rng.NextName(), outcome, fence, Status(ref rng))
        {
            Controller = outcome == LeaseOutcome.Elsewhere ? Seed.Peer(ref rng) : default,
        };
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
