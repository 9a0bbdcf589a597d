using System.Collections.Concurrent;
using P2PCS.Membership.Admission;
using P2PCS.Protocol;
using P2PCS.Protocol.Wire;

namespace P2PCS.Host.Identity;

/// <summary>The invites made at this peer, without their keys; any thread may read it.</summary>
public sealed class InviteBook
{
    /// <summary>Most invites in the book; then none is made until some have expired.</summary>
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

    /// <summary>Forgets an invite.</summary>
    public void Forget(UInt128 id, Outbox outbox)
    {
        ArgumentNullException.ThrowIfNull(outbox);
        if (invites.TryRemove(id, out _))
            outbox.Delete(RecordKind.Invite, id);
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
