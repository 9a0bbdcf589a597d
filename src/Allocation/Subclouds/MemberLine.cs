using P2PCS.Allocation.Leases;
using P2PCS.Membership.Peers;
using P2PCS.Protocol;
using P2PCS.Protocol.Wire;

namespace P2PCS.Allocation.Subclouds;

/// <summary>What a controller says to a member's machine about its lease.</summary>
internal static class MemberLine
{
    public static void Ask(Instant now, Subcloud subcloud, Member member, Talk talk)
    {
        member.NextSend = now + talk.Options.Resend;
        WireWriter body = talk.Outbox.Open();
        new ReserveMessage(member.Request, subcloud.Spec.Id, subcloud.Spec.Resources)
            .Write(ref body);
        talk.Outbox.Send(member.Address, MessageKind.Reserve, body);
    }

    public static void Commit(Instant now, Member member, Talk talk)
    {
        member.State = MemberState.Committing;
        member.LeaseUntil = now + talk.Options.Round;
        Renew(now, member, talk);
        Remember(member, talk.Outbox);
    }

    public static void Renew(Instant now, Member member, Talk talk)
    {
        if (member.AskedAt == Instant.Never)
        {
            member.AskedAt = now;
            member.Renewal++;
        }

        member.NextSend = now + talk.Options.Resend;
        uint milliseconds = (uint)talk.Options.Lease.TotalMilliseconds;
        Send(member, LeaseVerb.Renew, milliseconds, talk.Outbox);
    }

    /// <summary>Tells the machine to end a hold or lease, if it still has it.</summary>
    public static void GiveBack(Member member, Outbox outbox)
    {
        if (!member.Fence.IsNone)
            Send(member, LeaseVerb.Release, 0, outbox);
    }

    public static void Release(Member member, Talk talk)
    {
        GiveBack(member, talk.Outbox);
        NoteFreed(member, talk.Peers);
        Finish(member, MemberState.Released, talk.Outbox);
    }

    // Who gave it back need not wait until the machine tells that it has more free.
    private static void NoteFreed(Member member, PeerTable peers)
    {
        int handle = peers.Find(member.Peer);
        if (member.Fence.IsNone || handle == PeerTable.NoHandle)
            return;
        PeerStatus status = peers[handle].Status;
        Resources used = status.Total - status.Free;
        peers.Note(handle, status with { Free = status.Total - (used - member.Resources) });
    }

    public static void Finish(Member member, MemberState state, Outbox outbox)
    {
        if (member.State >= MemberState.Committing)
            outbox.Delete(RecordKind.Member, member.Request);
        member.State = state;
        member.NextSend = Instant.Never;
    }

    /// <summary>Gives back a lease that an earlier incarnation of this node held.</summary>
    public static void ReleaseRecorded(
        UInt128 request, ReadOnlySpan<byte> record, Outbox outbox)
    {
        var reader = new WireReader(record);
        PeerId peer = reader.PeerId();
        PeerAddress address = reader.Address();
        Fence fence = reader.Fence();
        outbox.Delete(RecordKind.Member, request);
        if (reader.Complete)
            GiveBack(new Member(peer, address, request) { Fence = fence }, outbox);
    }

    private static void Remember(Member member, Outbox outbox)
    {
        WireWriter record = outbox.Open();
        record.PeerId(member.Peer);
        record.Address(member.Address);
        record.Fence(member.Fence);
        outbox.Write(RecordKind.Member, member.Request, record);
    }

    private static void Send(Member member, LeaseVerb verb, uint milliseconds, Outbox outbox)
    {
        WireWriter body = outbox.Open();
        new LeaseRequestMessage(
            member.Request, verb, member.Fence, milliseconds, member.Renewal).Write(ref body);
        outbox.Send(member.Address, MessageKind.LeaseRequest, body);
    }
}

/// <summary>What a controller needs at hand to speak.</summary>
/// <param name="Options">Parameters of leases.</param>
/// <param name="Peers">What machines have free.</param>
/// <param name="Outbox">The outbox of this step.</param>
internal readonly record struct Talk(LeaseOptions Options, PeerTable Peers, Outbox Outbox);
