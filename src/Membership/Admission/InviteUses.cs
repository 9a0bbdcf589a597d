using P2PCS.Protocol;

namespace P2PCS.Membership.Admission;

/// <summary>
/// Who came by which invite of limited uses, as far as this peer knows. Along a chain every invite
/// and the key after it count, so that an admin who came by a spent token is none, and neither are
/// its guests. Each peer counts for itself, in the order in which it hears. One owner.
/// </summary>
public sealed class InviteUses
{
    private readonly Dictionary<UInt128, HashSet<Digest>> guests = [];

    /// <summary>Invites of limited uses that anybody came by.</summary>
    public int InviteCount => guests.Count;

    /// <summary>Whether each invite of a chain has admitted the key after it, or still may.
    /// </summary>
    internal bool HasRoom(Credential credential, Digest[] names)
    {
        for (int i = 0; i + 1 < names.Length; i++)
        {
            CertificateLink link = credential.Links[i];
            if (link.Uses > 0 && guests.TryGetValue(link.InviteId, out HashSet<Digest>? all)
                && all.Count >= link.Uses && !all.Contains(names[i + 1]))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Counts a chain where there is room; false, with nothing changed, where not.
    /// </summary>
    internal bool TryCount(Credential credential, Digest[] names)
    {
        bool fits = HasRoom(credential, names);
        if (fits)
            Count(credential, names);
        return fits;
    }

    /// <summary>Counts a chain that was admitted once, whatever was counted since.</summary>
    internal void Count(Credential credential, Digest[] names)
    {
        for (int i = 0; i + 1 < names.Length; i++)
        {
            CertificateLink link = credential.Links[i];
            if (link.Uses == 0)
                continue;
            if (!guests.TryGetValue(link.InviteId, out HashSet<Digest>? all))
                guests[link.InviteId] = all = [];
            all.Add(names[i + 1]);
        }
    }

    /// <summary>Forgets all.</summary>
    internal void Clear() => guests.Clear();
}
