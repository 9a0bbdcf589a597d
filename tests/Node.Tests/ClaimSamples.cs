using P2PCS.Allocation.Claims;
using P2PCS.Allocation.Leases;
using P2PCS.Allocation.Subclouds;
using P2PCS.Protocol;
using P2PCS.Protocol.Wire;
using P2PCS.Tests;

namespace P2PCS.Node.Tests;

/// <summary>Random well-formed bodies of notices and of what facades say about subclouds.
/// </summary>
internal static class ClaimSamples
{
    public static void Write(MessageKind kind, ref WireWriter body, ref Rng rng)
    {
        switch (kind)
        {
            case MessageKind.LeaseNotice:
                new LeaseNoticeMessage(
                    rng.NextName(), new Fence((uint)rng.Next(), 1 + (uint)rng.Below(1000)),
                    (uint)rng.Next()).Write(ref body);
                break;
            case MessageKind.Claim:
                new ClaimMessage(
                    rng.NextName(), (ClaimVerb)rng.Below(2), (uint)rng.Next()).Write(ref body);
                break;
            case MessageKind.ClaimAnswer:
                var outcome = (ClaimOutcome)rng.Below(3);
                new ClaimAnswerMessage(
                    rng.NextName(), (uint)rng.Next(), outcome, Seed.Peer(ref rng),
                    Seed.Address(ref rng)).Write(ref body);
                break;
            case MessageKind.SubcloudAsk:
                new SubcloudAskMessage(rng.NextName()).Write(ref body);
                break;
            default:
                Told(ref rng).Write(ref body);
                break;
        }
    }

    public static bool Again(MessageKind kind, byte[] bytes, ref WireWriter body)
    {
        bool read;
        switch (kind)
        {
            case MessageKind.LeaseNotice:
                read = LeaseNoticeMessage.TryRead(bytes, out LeaseNoticeMessage notice);
                notice.Write(ref body);
                return read;
            case MessageKind.Claim:
                read = ClaimMessage.TryRead(bytes, out ClaimMessage claim);
                claim.Write(ref body);
                return read;
            case MessageKind.ClaimAnswer:
                read = ClaimAnswerMessage.TryRead(bytes, out ClaimAnswerMessage answer);
                answer.Write(ref body);
                return read;
            case MessageKind.SubcloudAsk:
                read = SubcloudAskMessage.TryRead(bytes, out SubcloudAskMessage ask);
                ask.Write(ref body);
                return read;
            default:
                SubcloudToldMessage? told = SubcloudToldMessage.Read(bytes);
                told?.Write(ref body);
                return told is not null;
        }
    }

    private static SubcloudToldMessage Told(ref Rng rng)
    {
        UInt128 id = rng.NextName();
        if (rng.Below(4) == 0)
            return new SubcloudToldMessage(id, null, 0, 0);
        int count = 1 + rng.Below(20);
        var spec = new SubcloudSpec(
            id,
            rng.Below(2) == 0 ? null : "render-42",
            count,
            1 + rng.Below(count),
            new Resources(1000, 512),
            TimeSpan.FromSeconds(rng.Below(10_000)),
            TimeSpan.FromSeconds(10),
            rng.Below(2) == 0)
        {
            ReplaceMax = rng.Below(100),
            Labels = rng.Below(2) == 0 ? "" : "project=alpha\nstage=\u00e9",
            Fingerprint = new Digest(rng.Next(), rng.Next(), rng.Next(), rng.Next()),
        };
        return new SubcloudToldMessage(
            id, new Subcloud(spec, new Instant(rng.Below(int.MaxValue))),
            (uint)rng.Below(20), (uint)rng.Below(20));
    }
}
