using P2PCS.Protocol;

namespace P2PCS.Membership.Admission;

/// <summary>
/// All statements of a cloud that are known here. It only grows, so that in whatever order they
/// come, peers that have the same statements draw the same conclusions. A statement counts unless
/// its issuer was banned, or came by a revoked invite, by somebody nearer to the root; two admins
/// of the same depth may ban each other, and both are out. One owner.
/// </summary>
public sealed class StatementSet
{
    /// <summary>Most statements kept; of more, those nearest to the root and of the lowest
    /// digests stay.</summary>
    public const int CountMax = 2048;

    /// <summary>Most statements kept of one issuer, so that no admin crowds others out.</summary>
    public const int IssuerMax = 512;

    private readonly SortedDictionary<(int Depth, Digest Id), Statement> statements = [];
    private readonly SortedDictionary<ulong, Statement> byName = [];
    private readonly Dictionary<PublicKey, int> counts = [];
    private readonly Dictionary<Digest, int> bans = [];
    private readonly Dictionary<UInt128, List<Statement>> revocations = [];
    private readonly List<CloudKey> keys = [];
    private bool settled = true;

    /// <summary>How many there are.</summary>
    public int Count => statements.Count;

    /// <summary>Grows with every change.</summary>
    public long Version { get; private set; }

    /// <summary>Equal, but for one chance in 2^64, exactly where the sets are.</summary>
    public ulong Fingerprint { get; private set; }

    /// <summary>All of them, those nearest to the root first.</summary>
    public IEnumerable<Statement> Statements => statements.Values;

    /// <summary>Whether it has the statement of this digest.</summary>
    public bool Contains(Digest id) => byName.TryGetValue(id.A, out Statement? at) && at.Id == id;

    /// <summary>The first eight bytes of each digest, ascending.</summary>
    public ulong[] Names() => [.. byName.Keys];

    /// <summary>Those of these names that are here.</summary>
    public IEnumerable<Statement> Named(IEnumerable<ulong> names) =>
        names.Select(name => byName.GetValueOrDefault(name)).OfType<Statement>();

    /// <summary>Takes in a statement.</summary>
    /// <param name="added">Verified for this cloud.</param>
    /// <param name="dropped">The statement that had to go for it, if any.</param>
    /// <returns>False where it was there already, or there is no room for it.</returns>
    public bool Add(Statement added, out Statement? dropped)
    {
        ArgumentNullException.ThrowIfNull(added);
        dropped = null;
        if (!byName.TryAdd(added.Id.A, added))
            return false;
        statements.Add((added.Depth, added.Id), added);
        PublicKey issuer = IssuerOf(added);
        counts[issuer] = counts.GetValueOrDefault(issuer) + 1;
        Fingerprint ^= added.Id.A;
        if (counts[issuer] > IssuerMax)
            dropped = statements.Values.Last(s => IssuerOf(s) == issuer);
        else if (statements.Count > CountMax)
            dropped = statements.Values.Last();
        if (dropped is not null)
            Drop(dropped);
        if (dropped == added)
            return false;
        settled = false;
        Version++;
        return true;
    }

    /// <summary>Whether a peer was banned.</summary>
    public bool IsBanned(PeerId peer)
    {
        Settle();
        return bans.ContainsKey(peer.Hash);
    }

    /// <summary>All banned peers, in no particular order.</summary>
    public IEnumerable<PeerId> Banned
    {
        get
        {
            Settle();
            return bans.Keys.Select(hash => new PeerId(hash));
        }
    }

    /// <summary>Whether an invite was revoked.</summary>
    public bool IsRevoked(UInt128 invite)
    {
        Settle();
        return revocations.ContainsKey(invite);
    }

    /// <summary>The newest generation of the cloud's key that a statement brought, or 0.
    /// </summary>
    public uint KeyGeneration
    {
        get
        {
            Settle();
            return keys.Count == 0 ? 0 : keys.Max(key => key.Generation);
        }
    }

    /// <summary>The cloud's keys with those that statements brought.</summary>
    public CloudKeys Apply(CloudKeys own)
    {
        ArgumentNullException.ThrowIfNull(own);
        Settle();
        return keys.Aggregate(own, (all, key) => all.With(key));
    }

    /// <summary>What statements say against a chain.</summary>
    /// <param name="credential">The chain.</param>
    /// <param name="names">The hash of each of its keys.</param>
    /// <param name="depth">Only statements nearer to the root than this count.</param>
    internal AdmissionRefusal Check(Credential credential, Digest[] names, int depth)
    {
        Settle();
        return Against(credential, names, depth);
    }

    /// <summary>What statements say against a member whose chain is not at hand.</summary>
    internal AdmissionRefusal CheckAdmitted(PeerId peer, UInt128 invite)
    {
        Settle();
        return bans.ContainsKey(peer.Hash) ? AdmissionRefusal.Banned
            : IsRevoked(invite, peer.Hash, int.MaxValue) ? AdmissionRefusal.Revoked
            : AdmissionRefusal.None;
    }

    private AdmissionRefusal Against(Credential credential, Digest[] names, int depth)
    {
        for (int i = 0; i < names.Length; i++)
        {
            CertificateLink link = credential.Links[i];
            if (link.Kind == LinkKind.Peer && IsBanned(names[i], depth))
            {
                return i == names.Length - 1
                    ? AdmissionRefusal.Banned
                    : AdmissionRefusal.Revoked;
            }

            if (link.Kind == LinkKind.Invite
                && IsRevoked(link.InviteId, i + 1 < names.Length ? names[i + 1] : default, depth))
            {
                return AdmissionRefusal.Revoked;
            }
        }

        return AdmissionRefusal.None;
    }

    private bool IsBanned(Digest name, int depth) =>
        bans.TryGetValue(name, out int by) && by < depth;

    private bool IsRevoked(UInt128 invite, Digest admitted, int depth)
    {
        if (!revocations.TryGetValue(invite, out List<Statement>? all))
            return false;
        UInt128 name = StatementContent.NameOf(new PeerId(admitted));
        bool revoked = false;
        foreach (Statement statement in all)
        {
            if (statement.Depth >= depth)
                continue;
            revoked = true;
            if (statement.Content.Kept.Contains(name))
                return false;
        }

        return revoked;
    }

    // In the order of depth, so that what counts at a depth is known before what is below it.
    private void Settle()
    {
        if (settled)
            return;
        settled = true;
        bans.Clear();
        revocations.Clear();
        keys.Clear();
        foreach (Statement statement in statements.Values)
        {
            if (Against(statement.Issuer, statement.IssuerNames, statement.Depth)
                == AdmissionRefusal.None)
            {
                Apply(statement);
            }
        }
    }

    private void Apply(Statement statement)
    {
        StatementContent content = statement.Content;
        switch (content.Kind)
        {
            case StatementKind.BanPeer:
                bans.TryAdd(content.Peer.Hash, statement.Depth);
                break;
            case StatementKind.RevokeInvite:
                if (!revocations.TryGetValue(content.Invite, out List<Statement>? all))
                    revocations[content.Invite] = all = [];
                all.Add(statement);
                break;
            case StatementKind.CloudKey:
                keys.Add(content.Key!);
                break;
        }
    }

    private void Drop(Statement statement)
    {
        statements.Remove((statement.Depth, statement.Id));
        byName.Remove(statement.Id.A);
        counts[IssuerOf(statement)]--;
        Fingerprint ^= statement.Id.A;
    }

    private static PublicKey IssuerOf(Statement statement) => statement.Issuer.Links.IsEmpty
        ? statement.Issuer.Root
        : statement.Issuer.Links[^1].Subject;
}
