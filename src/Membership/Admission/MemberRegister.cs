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
    /// <summary>Most members remembered. Beyond it members of unlimited invites are admitted
    /// without being remembered, and others not at all.</summary>
    public const int CountMax = 2 * Limits.KnownPeers;

    /// <summary>Length of a record, in bytes.</summary>
    public const int RecordLength = PublicKey.Length + PeerId.Length + 1 + 4 + 16 + 2;

    private const long CurrentSeconds = 60;

    private readonly Dictionary<PeerId, AdmittedPeer> members = [];
    private readonly Dictionary<UInt128, int> used = [];
    private readonly List<VerifiedPeer> unsaved = [];
    private IReadOnlySet<PeerId> current = new HashSet<PeerId>();
    private long currentVersion = -1;
    private long currentAt;

    /// <summary>The cloud.</summary>
    public CloudId Cloud => cloud;

    /// <summary>What was revoked and who was banned.</summary>
    public StatementSet Statements => statements;

    /// <summary>Grows with every new member and with every change of the statements.</summary>
    public long Version => members.Count + statements.Version;

    /// <summary>Whether <see cref="Save"/> has something to write.</summary>
    public bool IsDirty => unsaved.Count > 0;

    /// <summary>Those that are members now. The set is not changed afterwards, so any thread may
    /// read it; it is made anew only after a change.</summary>
    /// <param name="unixSeconds">The moment, seconds since 1970 (UTC).</param>
    public IReadOnlySet<PeerId> Current(long unixSeconds)
    {
        bool same = currentVersion == Version && unixSeconds - currentAt < CurrentSeconds;
        if (same)
            return current;
        (currentVersion, currentAt) = (Version, unixSeconds);
        return current = members.Values
            .Where(member => member.Peer.NotAfter >= unixSeconds
                && member.Check(statements) == AdmissionRefusal.None)
            .Select(member => member.Peer.Id)
            .ToHashSet();
    }

    /// <summary>All members met, also those refused since, in no particular order.</summary>
    public IEnumerable<VerifiedPeer> Members => members.Values.Select(member => member.Peer);

    /// <summary>Verifies a chain, and remembers the member.</summary>
    /// <param name="unixSeconds">The moment, seconds since 1970 (UTC).</param>
    /// <param name="chain">The bytes, whatever they are.</param>
    /// <param name="peer">The member, where it is one.</param>
    /// <returns>Why it is refused, with nothing changed.</returns>
    public AdmissionRefusal Admit(
        long unixSeconds, ReadOnlySpan<byte> chain, out VerifiedPeer peer)
    {
        AdmissionRefusal refusal = CredentialCheck.Examine(
            chain, cloud, unixSeconds, statements, out AdmittedPeer? admitted);
        peer = default;
        if (refusal != AdmissionRefusal.None)
            return refusal;
        VerifiedPeer found = admitted!.Peer;
        if (!members.TryGetValue(found.Id, out AdmittedPeer? known))
        {
            bool spent = found.Uses > 0 && (members.Count >= CountMax
                || used.GetValueOrDefault(found.Invite) >= found.Uses);
            if (spent)
                return AdmissionRefusal.UsesSpent;
        }

        peer = found;
        if (known is null && members.Count >= CountMax)
            return AdmissionRefusal.None;
        if (known is null)
            used[found.Invite] = used.GetValueOrDefault(found.Invite) + 1;
        if (known?.Peer != found)
            unsaved.Add(found);
        members[found.Id] = admitted;
        return AdmissionRefusal.None;
    }

    /// <summary>Why a member is none any more; None also for one never met.</summary>
    public AdmissionRefusal RefusalOf(PeerId peer) =>
        statements.IsBanned(peer) ? AdmissionRefusal.Banned
        : members.TryGetValue(peer, out AdmittedPeer? member) ? member.Check(statements)
        : AdmissionRefusal.None;

    /// <summary>Writes down the members met since the last time.</summary>
    public void Save(Outbox outbox)
    {
        ArgumentNullException.ThrowIfNull(outbox);
        foreach (VerifiedPeer peer in unsaved)
        {
            WireWriter value = outbox.Open();
            value.PeerId(peer.Id);
            peer.Key.Write(ref value);
            value.U8((byte)peer.Role);
            value.U32((uint)peer.NotAfter);
            value.U128(peer.Invite);
            value.U16(peer.Uses);
            outbox.Write(RecordKind.Admission, StatementContent.NameOf(peer.Id), value);
        }

        unsaved.Clear();
    }

    /// <summary>Takes back a record; one that cannot be read is of no use and left out.</summary>
    public void Restore(ReadOnlySpan<byte> value)
    {
        var reader = new WireReader(value);
        PeerId id = reader.PeerId();
        PublicKey key = PublicKey.Read(ref reader);
        var role = (Role)reader.U8();
        uint notAfter = reader.U32();
        var peer = new VerifiedPeer(id, key, role, notAfter, reader.U128(), reader.U16());
        if (!reader.Complete || members.Count >= CountMax)
            return;
        if (members.TryAdd(id, new AdmittedPeer(peer, null, [])))
            used[peer.Invite] = used.GetValueOrDefault(peer.Invite) + 1;
    }
}
