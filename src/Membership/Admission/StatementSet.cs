using System.Buffers.Binary;
using System.Security.Cryptography;
using P2PCS.Protocol;

namespace P2PCS.Membership.Admission;

/// <summary>
/// All statements of a cloud that are known here. It only grows, so that in whatever order they
/// come, peers that have the same statements draw the same conclusions, but for invites that were
/// used too often, see <see cref="InviteUses"/>. A statement counts unless its issuer was banned,
/// or came by a revoked invite, by somebody nearer to the root, or by a spent invite; two admins
/// of the same depth may ban each other, and both are out. One owner.
/// </summary>
public sealed class StatementSet
{
    /// <summary>Most statements kept. Of more, those that do not count go first, then those
    /// farthest from the root, and of these the latest.</summary>
    public const int CountMax = 2048;

    /// <summary>Most statements kept of one issuer, so that no admin crowds others out. What was
    /// said first stays.</summary>
    public const int IssuerMax = 512;

    private readonly SortedDictionary<(int Depth, uint Time, Digest Id), Statement> statements = [];
    private readonly SortedDictionary<ulong, Statement> byName = [];
    private readonly Dictionary<PublicKey, int> counts = [];
    private readonly HashSet<Statement> idle = [];
    private readonly Verdicts verdicts = new();
    private bool settled = true;
    private ulong? fingerprint;

    /// <summary>How many there are.</summary>
    public int Count => statements.Count;

    /// <summary>Grows with every change.</summary>
    public long Version { get; private set; }

    /// <summary>Who came by which invite; issuers of statements are counted too.</summary>
    public InviteUses Uses { get; } = new();

    /// <summary>The first eight bytes, big-endian, of the SHA-256 of all names, ascending, eight
    /// bytes each: by chance once in 2^64 equal where the sets are not.</summary>
    public ulong Fingerprint => fingerprint ??= Hash(Names());

    /// <summary>All of them, those nearest to the root first, then the earlier.</summary>
    public IEnumerable<Statement> Statements => statements.Values;

    /// <summary>Whether it has the statement of this digest.</summary>
    public bool Contains(Digest id) => byName.TryGetValue(id.A, out Statement? at) && at.Id == id;

    /// <summary>The first eight bytes of each digest, ascending.</summary>
    public ulong[] Names() => [.. byName.Keys];

    /// <summary>Those of these names that are here.</summary>
    public IEnumerable<Statement> Named(IEnumerable<ulong> names) =>
        names.Select(name => byName.GetValueOrDefault(name)).OfType<Statement>();

    /// <summary>How many more statements of an issuer there is room for.</summary>
    /// <param name="issuer">The root key, or an admin's.</param>
    public int RoomOf(PublicKey issuer) => IssuerMax - counts.GetValueOrDefault(issuer);

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
        statements.Add(KeyOf(added), added);
        PublicKey issuer = IssuerOf(added);
        counts[issuer] = counts.GetValueOrDefault(issuer) + 1;
        Change();
        if (counts[issuer] > IssuerMax)
            dropped = LeastOf([.. statements.Values.Where(s => IssuerOf(s) == issuer)]);
        else if (statements.Count > CountMax)
            dropped = LeastOf(statements.Values);
        if (dropped is not null)
            Drop(dropped);
        return dropped != added;
    }

    /// <summary>Whether a ban that counts names a peer. Whether it holds depends on the peer's
    /// chain; <see cref="MemberRegister.RefusalOf"/> knows.</summary>
    public bool IsBanned(PeerId peer)
    {
        Settle();
        return verdicts.HasBan(peer.Hash);
    }

    /// <summary>All peers that bans name, in no particular order.</summary>
    public IEnumerable<PeerId> Banned
    {
        get
        {
            Settle();
            return verdicts.Banned.Select(hash => new PeerId(hash));
        }
    }

    /// <summary>Whether an invite was revoked.</summary>
    /// <param name="invite">The invite.</param>
    /// <param name="depthMax">Only issuers with at most so many links count.</param>
    public bool IsRevoked(UInt128 invite, int depthMax = int.MaxValue) =>
        Revocations(invite, depthMax).Any();

    /// <summary>The revocations of an invite that decide who stays: the latest by whoever is
    /// nearest to the root, in all its parts; none where it is not revoked.</summary>
    /// <param name="invite">The invite.</param>
    /// <param name="depthMax">Only issuers with at most so many links count.</param>
    public IEnumerable<Statement> Revocations(UInt128 invite, int depthMax)
    {
        Settle();
        return verdicts.Deciding(invite, depthMax);
    }

    /// <summary>The newest generation of the cloud's key that a statement brought, or 0.
    /// </summary>
    public uint KeyGeneration
    {
        get
        {
            Settle();
            return verdicts.Keys.Count == 0 ? 0 : verdicts.Keys.Max(key => key.Generation);
        }
    }

    /// <summary>The cloud's keys with those that statements brought.</summary>
    public CloudKeys Apply(CloudKeys own)
    {
        ArgumentNullException.ThrowIfNull(own);
        Settle();
        return verdicts.Keys.Aggregate(own, (all, key) => all.With(key));
    }

    /// <summary>What statements say against the first links of a chain.</summary>
    /// <param name="credential">The chain.</param>
    /// <param name="names">The hash of each of its keys.</param>
    /// <param name="links">How many links.</param>
    internal AdmissionRefusal Check(Credential credential, Digest[] names, int links)
    {
        Settle();
        return verdicts.Against(credential, names, links, int.MaxValue);
    }

    /// <summary>Counts uses anew, those of members before those of issuers.</summary>
    internal void Recount(IEnumerable<AdmittedPeer> members)
    {
        Uses.Clear();
        foreach (AdmittedPeer member in members)
            Uses.Count(member.Credential, member.Names);
        settled = false;
    }

    // In the order of depth, so that what counts at a depth is known before what is below it.
    private void Settle()
    {
        if (settled)
            return;
        settled = true;
        verdicts.Clear();
        idle.Clear();
        foreach (Statement statement in statements.Values)
        {
            if (Counts(statement))
                verdicts.Add(statement);
            else
                idle.Add(statement);
        }
    }

    private bool Counts(Statement statement)
    {
        Digest[] names = statement.IssuerNames;
        return verdicts.Against(statement.Issuer, names, names.Length, statement.Depth - 1)
            == AdmissionRefusal.None && Uses.TryCount(statement.Issuer, names);
    }

    private Statement LeastOf(IReadOnlyCollection<Statement> among)
    {
        Settle();
        return among.LastOrDefault(idle.Contains) ?? among.Last();
    }

    private void Drop(Statement statement)
    {
        statements.Remove(KeyOf(statement));
        byName.Remove(statement.Id.A);
        counts[IssuerOf(statement)]--;
        Change();
    }

    private void Change()
    {
        settled = false;
        fingerprint = null;
        Version++;
    }

    private static (int Depth, uint Time, Digest Id) KeyOf(Statement statement) =>
        (statement.Depth, statement.Content.Time, statement.Id);

    private static PublicKey IssuerOf(Statement statement) => statement.Issuer.Links.IsEmpty
        ? statement.Issuer.Root
        : statement.Issuer.Links[^1].Subject;

    private static ulong Hash(ulong[] names)
    {
        byte[] bytes = new byte[sizeof(ulong) * names.Length];
        int at = 0;
        foreach (ulong name in names)
        {
            BinaryPrimitives.WriteUInt64BigEndian(bytes.AsSpan(at), name);
            at += sizeof(ulong);
        }

        return BinaryPrimitives.ReadUInt64BigEndian(SHA256.HashData(bytes));
    }
}
