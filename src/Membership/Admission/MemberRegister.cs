using P2PCS.Protocol;
using P2PCS.Protocol.Wire;

namespace P2PCS.Membership.Admission;

/// <summary>
/// The members this peer has met: verifies chains, holds invites to their uses, and knows who was
/// admitted by which. A peer refuses the newcomer that exceeds an invite's uses as it counts them
/// itself, so halves of a cloud that cannot see each other may each admit as many. One owner.
/// </summary>
/// <param name="cloud">The cloud; none where no admission is needed, as in simulations.</param>
/// <param name="statements">What was revoked and who was banned.</param>
public sealed class MemberRegister(CloudId cloud, StatementSet statements)
{
    /// <summary>Most members remembered, of one or two kilobytes each. Beyond it, once those that
    /// are over have been dropped, members of unlimited invites are admitted without being
    /// remembered, and others not at all.</summary>
    public const int CountMax = 2 * Limits.KnownPeers;

    /// <summary>Most members remembered of one unlimited invite: its key may be known to anybody,
    /// and there must be room for others. Our guess: half.</summary>
    public const int InviteMax = CountMax / 2;

    private const long CurrentSeconds = 60;

    private readonly Dictionary<PeerId, AdmittedPeer> members = [];
    private readonly Dictionary<UInt128, int> entries = [];
    private readonly HashSet<PeerId> unsaved = [];
    private readonly HashSet<PeerId> dropped = [];
    private IReadOnlySet<PeerId> current = new HashSet<PeerId>();
    private (long Version, long At) currentOf = (-1, 0);
    private (long Version, long At) sweptOf = (-1, 0);
    private long changes;

    /// <summary>The cloud.</summary>
    public CloudId Cloud => cloud;

    /// <summary>What was revoked and who was banned.</summary>
    public StatementSet Statements => statements;

    /// <summary>Grows with every change of the members and of the statements.</summary>
    public long Version => changes + statements.Version;

    /// <summary>Grows when a member shows the chain by which a ban that names it does not hold.
    /// </summary>
    public long Spared { get; private set; }

    /// <summary>Whether <see cref="Save"/> has something to write.</summary>
    public bool IsDirty => unsaved.Count + dropped.Count > 0;

    /// <summary>Those that are members now. The set is not changed afterwards, so any thread may
    /// read it; it is made anew only after a change.</summary>
    /// <param name="unixSeconds">The moment, seconds since 1970 (UTC).</param>
    public IReadOnlySet<PeerId> Current(long unixSeconds)
    {
        bool same = currentOf.Version == Version && unixSeconds - currentOf.At < CurrentSeconds;
        if (same)
            return current;
        currentOf = (Version, unixSeconds);
        return current = members.Values
            .Where(member => member.Peer.NotAfter >= unixSeconds
                && member.Check(statements) == AdmissionRefusal.None)
            .Select(member => member.Peer.Id)
            .ToHashSet();
    }

    /// <summary>All members met, also those refused since, in no particular order.</summary>
    public IEnumerable<VerifiedPeer> Members => members.Values.Select(member => member.Peer);

    /// <summary>Verifies a chain, and remembers the member: <see cref="Verify"/> and then
    /// <see cref="Register"/>. Only for a chain whose key the one who shows it has proved.
    /// </summary>
    /// <param name="unixSeconds">The moment, seconds since 1970 (UTC).</param>
    /// <param name="chain">The bytes, whatever they are.</param>
    /// <param name="peer">The member, where it is one.</param>
    /// <returns>Why it is refused, with nothing changed.</returns>
    public AdmissionRefusal Admit(
        long unixSeconds, ReadOnlySpan<byte> chain, out VerifiedPeer peer)
    {
        AdmissionRefusal refusal = Verify(unixSeconds, chain, out AdmittedPeer? member);
        if (refusal == AdmissionRefusal.None)
            refusal = Register(unixSeconds, member!);
        peer = refusal == AdmissionRefusal.None ? member!.Peer : default;
        return refusal;
    }

    /// <summary>Verifies a chain: signatures, times, statements and uses. Nothing is changed.
    /// </summary>
    /// <param name="unixSeconds">The moment, seconds since 1970 (UTC).</param>
    /// <param name="chain">The bytes, whatever they are.</param>
    /// <param name="member">For <see cref="Register"/>, where it is not refused.</param>
    /// <returns>The first reason against it, or none.</returns>
    public AdmissionRefusal Verify(
        long unixSeconds, ReadOnlySpan<byte> chain, out AdmittedPeer? member)
    {
        AdmissionRefusal refusal =
            CredentialCheck.Prove(chain, cloud, unixSeconds, out member);
        if (refusal == AdmissionRefusal.None)
            refusal = Review(member!);
        if (refusal != AdmissionRefusal.None)
            member = null;
        return refusal;
    }

    /// <summary>Remembers a verified member and counts the invites it rests on; only once it has
    /// proved to have the chain's last key.</summary>
    /// <param name="unixSeconds">The moment, seconds since 1970 (UTC).</param>
    /// <param name="member">From <see cref="Verify"/> or <see cref="CredentialCheck.Prove"/>, then
    /// or earlier.</param>
    /// <returns>Why it is refused after all, with nothing changed.</returns>
    public AdmissionRefusal Register(long unixSeconds, AdmittedPeer member)
    {
        ArgumentNullException.ThrowIfNull(member);
        AdmissionRefusal refusal = Review(member);
        if (refusal != AdmissionRefusal.None)
            return refusal;
        members.TryGetValue(member.Peer.Id, out AdmittedPeer? known);
        if (known is null && !MakeRoom(unixSeconds, member.Peer))
            return member.Peer.Uses > 0 ? AdmissionRefusal.UsesSpent : AdmissionRefusal.None;
        bool same = known is not null
            && known.Credential.Bytes.Span.SequenceEqual(member.Credential.Bytes.Span);
        if (same)
            return AdmissionRefusal.None;
        statements.Uses.Count(member.Credential, member.Names);
        Enter(member);
        unsaved.Add(member.Peer.Id);
        dropped.Remove(member.Peer.Id);
        if (statements.IsBanned(member.Peer.Id))
            Spared++;

        // Chains that others took the place of count no more, so that memory stays bounded.
        if (statements.Uses.InviteCount > 4 * CountMax)
            statements.Recount(members.Values);
        return AdmissionRefusal.None;
    }

    /// <summary>Why a member is none any more; of one never met only whether a ban names it.
    /// </summary>
    public AdmissionRefusal RefusalOf(PeerId peer) =>
        members.TryGetValue(peer, out AdmittedPeer? member) ? member.Check(statements)
        : statements.IsBanned(peer) ? AdmissionRefusal.Banned
        : AdmissionRefusal.None;

    /// <summary>Whether a member is one that uses the cloud and offers it no machine; false of one
    /// never met.</summary>
    public bool IsCustomer(PeerId peer) =>
        members.TryGetValue(peer, out AdmittedPeer? member)
            && member.Peer.Role == Role.Customer;

    /// <summary>Writes down the members met since the last time, with their chains.</summary>
    public void Save(Outbox outbox)
    {
        ArgumentNullException.ThrowIfNull(outbox);
        foreach (PeerId gone in dropped)
            outbox.Delete(RecordKind.Admission, StatementContent.NameOf(gone));
        foreach (PeerId id in unsaved)
        {
            AdmittedPeer member = members[id];
            WireWriter value = outbox.Open();
            value.U16((ushort)member.Credential.Bytes.Length);
            value.Bytes(member.Credential.Bytes.Span);
            foreach (Digest name in member.Names)
                value.Digest(name);
            outbox.Write(RecordKind.Admission, StatementContent.NameOf(id), value);
        }

        dropped.Clear();
        unsaved.Clear();
    }

    /// <summary>Takes back a record, whose chain was verified before it was written; one that
    /// cannot be read is of no use and left out.</summary>
    public void Restore(ReadOnlySpan<byte> value)
    {
        var reader = new WireReader(value);
        ReadOnlySpan<byte> chain = reader.Bytes(reader.U16());
        bool sound = Credential.TryRead(chain, out Credential? credential)
            == AdmissionRefusal.None;
        var names = new Digest[sound ? credential!.Links.Length : 0];
        foreach (ref Digest name in names.AsSpan())
            name = reader.Digest();
        if (!reader.Complete || names.Length == 0 || members.Count >= CountMax)
            return;
        var member = new AdmittedPeer(
            CredentialCheck.Describe(credential!, names), credential!, names);
        statements.Uses.Count(member.Credential, member.Names);
        Enter(member);
    }

    private AdmissionRefusal Review(AdmittedPeer member)
    {
        AdmissionRefusal refusal = member.Check(statements);
        return refusal == AdmissionRefusal.None
            && !statements.Uses.HasRoom(member.Credential, member.Names)
            ? AdmissionRefusal.UsesSpent
            : refusal;
    }

    private void Enter(AdmittedPeer member)
    {
        Remove(member.Peer.Id);
        members[member.Peer.Id] = member;
        UInt128 invite = member.Peer.Invite;
        entries[invite] = entries.GetValueOrDefault(invite) + 1;
        changes++;
    }

    private void Remove(PeerId id)
    {
        if (!members.Remove(id, out AdmittedPeer? member))
            return;
        changes++;
        if (--entries[member.Peer.Invite] == 0)
            entries.Remove(member.Peer.Invite);
    }

    private bool MakeRoom(long unixSeconds, in VerifiedPeer peer)
    {
        bool swept = sweptOf.Version == statements.Version
            && unixSeconds - sweptOf.At < CurrentSeconds;
        if (IsFull(peer) && !swept)
            Sweep(unixSeconds);
        return !IsFull(peer);
    }

    private bool IsFull(in VerifiedPeer peer) => members.Count >= CountMax
        || (peer.Uses == 0 && entries.GetValueOrDefault(peer.Invite) >= InviteMax);

    private void Sweep(long unixSeconds)
    {
        sweptOf = (statements.Version, unixSeconds);
        foreach (AdmittedPeer member in members.Values.ToArray())
        {
            if (!IsOver(member, unixSeconds))
                continue;
            Remove(member.Peer.Id);
            unsaved.Remove(member.Peer.Id);
            dropped.Add(member.Peer.Id);
        }

        statements.Recount(members.Values);
    }

    // A member that is out still counts as a use of its invites, until these admit nobody.
    private bool IsOver(AdmittedPeer member, long unixSeconds)
    {
        bool isOut = member.Peer.NotAfter < unixSeconds
            || member.Check(statements) != AdmissionRefusal.None;
        if (!isOut)
            return false;
        ReadOnlySpan<CertificateLink> links = member.Credential.Links;
        for (int i = 0; i < links.Length; i++)
        {
            bool counts = links[i].Uses > 0 && links[i].Until >= unixSeconds
                && statements.Check(member.Credential, member.Names, i + 1)
                    == AdmissionRefusal.None;
            if (counts)
                return false;
        }

        return true;
    }
}
