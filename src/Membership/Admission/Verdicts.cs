using P2PCS.Protocol;

namespace P2PCS.Membership.Admission;

/// <summary>What the statements that count come to. A peer that has n links in its chain is n
/// deep, the root 0; nothing is held against whoever is nearer to the root than who says it.
/// </summary>
internal sealed class Verdicts
{
    private readonly Dictionary<Digest, int> bans = [];
    private readonly Dictionary<UInt128, List<Statement>> revocations = [];
    private readonly List<CloudKey> keys = [];

    /// <summary>Everybody a ban names, whether or not it has a chain against which that counts.
    /// </summary>
    public IEnumerable<Digest> Banned => bans.Keys;

    public IReadOnlyList<CloudKey> Keys => keys;

    public void Clear()
    {
        bans.Clear();
        revocations.Clear();
        keys.Clear();
    }

    /// <summary>Adds a statement that counts; those nearer to the root come first, then the
    /// earlier.</summary>
    public void Add(Statement statement)
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

    public bool HasBan(Digest name) => bans.ContainsKey(name);

    /// <summary>What is held against the first links of a chain.</summary>
    /// <param name="credential">The chain.</param>
    /// <param name="names">The hash of each of its keys.</param>
    /// <param name="links">How many links.</param>
    /// <param name="depthMax">Whoever is deeper has no say here.</param>
    public AdmissionRefusal Against(
        Credential credential, ReadOnlySpan<Digest> names, int links, int depthMax)
    {
        for (int i = 0; i < links; i++)
        {
            CertificateLink link = credential.Links[i];
            if (link.Kind == LinkKind.Peer
                && bans.TryGetValue(names[i], out int by) && by <= Math.Min(depthMax, i + 1))
            {
                return i == names.Length - 1
                    ? AdmissionRefusal.Banned
                    : AdmissionRefusal.Revoked;
            }

            Digest guest = i + 1 < links ? names[i + 1] : default;
            if (link.Kind == LinkKind.Invite
                && IsRevoked(link.InviteId, guest, Math.Min(depthMax, i + 2)))
            {
                return AdmissionRefusal.Revoked;
            }
        }

        return AdmissionRefusal.None;
    }

    /// <summary>The revocations of an invite that decide: of those by whoever is nearest to the
    /// root, the latest, in all its parts. None where nobody within the depth revoked it.
    /// </summary>
    public IEnumerable<Statement> Deciding(UInt128 invite, int depthMax)
    {
        if (!revocations.TryGetValue(invite, out List<Statement>? all) || all[0].Depth > depthMax)
            return [];
        int depth = all[0].Depth;
        uint time = all.Last(statement => statement.Depth == depth).Content.Time;
        return all.Where(said => said.Depth == depth && said.Content.Time == time);
    }

    private bool IsRevoked(UInt128 invite, Digest guest, int depthMax)
    {
        if (!revocations.ContainsKey(invite))
            return false;
        UInt128 name = StatementContent.NameOf(new PeerId(guest));
        bool revoked = false;
        foreach (Statement statement in Deciding(invite, depthMax))
        {
            if (statement.Content.Kept.Contains(name))
                return false;
            revoked = true;
        }

        return revoked;
    }
}
