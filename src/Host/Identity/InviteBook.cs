using System.Collections.Concurrent;
using P2PCS.Membership.Admission;
using P2PCS.Protocol;
using P2PCS.Protocol.Wire;

namespace P2PCS.Host.Identity;

/// <summary>The invites made at this peer, without their keys; any thread may read it.</summary>
public sealed class InviteBook
{
    /// <summary>Most invites in the book; then none is made until some admit nobody any more.
    /// </summary>
    public const int CountMax = 4096;

    private readonly ConcurrentDictionary<UInt128, CertificateLink> invites = new();

    /// <summary>All of them, the latest to expire first.</summary>
    public IReadOnlyList<CertificateLink> All =>
        [.. invites.Values.OrderByDescending(invite => invite.JoinUntil)];

    /// <summary>Finds one by its id.</summary>
    public CertificateLink? Find(UInt128 id) =>
        invites.TryGetValue(id, out CertificateLink invite) ? invite : null;

    /// <summary>Enters an invite and writes it down; false where there is no room.</summary>
    public bool TryEnter(in CertificateLink invite, Outbox outbox)
    {
        ArgumentNullException.ThrowIfNull(outbox);
        if (invites.Count >= CountMax)
            return false;
        invites[invite.InviteId] = invite;
        WireWriter value = outbox.Open();
        invite.Write(ref value);
        outbox.Write(RecordKind.Invite, invite.InviteId, value);
        return true;
    }

    /// <summary>Forgets those whose members' time is over and, where there is no room, those
    /// that admit nobody any more.</summary>
    /// <param name="unixSeconds">The moment, seconds since 1970 (UTC).</param>
    /// <param name="outbox">Takes the deletions.</param>
    public void ForgetOver(long unixSeconds, Outbox outbox)
    {
        ArgumentNullException.ThrowIfNull(outbox);
        bool full = invites.Count >= CountMax;
        foreach (CertificateLink invite in invites.Values)
        {
            bool over = unixSeconds > (full ? invite.JoinUntil : invite.Until);
            if (over && invites.TryRemove(invite.InviteId, out _))
                outbox.Delete(RecordKind.Invite, invite.InviteId);
        }
    }

    /// <summary>Takes back a record; one that cannot be read is left out.</summary>
    public void Restore(ReadOnlySpan<byte> value)
    {
        var reader = new WireReader(value);
        CertificateLink invite = CertificateLink.Read(ref reader);
        if (reader.Complete && invite.Kind == LinkKind.Invite)
            invites[invite.InviteId] = invite;
    }
}
