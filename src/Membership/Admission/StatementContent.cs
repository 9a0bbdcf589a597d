using P2PCS.Protocol;
using P2PCS.Protocol.Wire;

namespace P2PCS.Membership.Admission;

/// <summary>What a statement says, without who says it.</summary>
public sealed class StatementContent
{
    /// <summary>Longest content, in bytes.</summary>
    public const int LengthMax = 6 + 16 + 1 + (16 * KeptMax);

    /// <summary>Members that one revocation lets stay; more need another statement.</summary>
    public const int KeptMax = 16;

    private const byte Version = 1;

    private readonly UInt128[] kept = [];

    private StatementContent(StatementKind kind, uint time, UInt128[]? kept = null)
    {
        Kind = kind;
        Time = time;
        this.kept = kept ?? [];
    }

    /// <summary>What it says.</summary>
    public StatementKind Kind { get; }

    /// <summary>When it was said, seconds since 1970 (UTC), by the issuer's clock.</summary>
    public uint Time { get; }

    /// <summary>The invite that is revoked.</summary>
    public UInt128 Invite { get; private init; }

    /// <summary>First halves of the ids of members the invite admitted, which stay; ascending.
    /// </summary>
    public ReadOnlySpan<UInt128> Kept => kept;

    /// <summary>The peer that is banned.</summary>
    public PeerId Peer { get; private init; }

    /// <summary>The new key.</summary>
    public CloudKey? Key { get; private init; }

    /// <summary>An invite admits nobody any more, but these stay.</summary>
    /// <param name="time">Seconds since 1970 (UTC).</param>
    /// <param name="invite">The invite.</param>
    /// <param name="kept">Members that stay, at most <see cref="KeptMax"/>.</param>
    public static StatementContent Revoke(uint time, UInt128 invite, IEnumerable<PeerId> kept)
    {
        UInt128[] names = [.. kept.Select(NameOf).Distinct().Order()];
        Invariant.Holds(names.Length <= KeptMax);
        return new StatementContent(StatementKind.RevokeInvite, time, names) { Invite = invite };
    }

    /// <summary>A peer is no member any more.</summary>
    public static StatementContent Ban(uint time, PeerId peer) =>
        new(StatementKind.BanPeer, time) { Peer = peer };

    /// <summary>There is a new generation of the cloud's key.</summary>
    public static StatementContent NewKey(uint time, CloudKey key) =>
        new(StatementKind.CloudKey, time) { Key = key };

    /// <summary>The half of an id by which revocations name members.</summary>
    public static UInt128 NameOf(PeerId peer) => new(peer.Hash.A, peer.Hash.B);

    internal static StatementContent Read(ref WireReader reader)
    {
        reader.Require(reader.U8() == Version);
        var kind = (StatementKind)reader.U8();
        uint time = reader.U32();
        switch (kind)
        {
            case StatementKind.RevokeInvite:
                UInt128 invite = reader.U128();
                return new StatementContent(kind, time, ReadKept(ref reader)) { Invite = invite };
            case StatementKind.BanPeer:
                return new StatementContent(kind, time) { Peer = reader.PeerId() };
            case StatementKind.CloudKey:
                return new StatementContent(kind, time) { Key = ReadKey(ref reader) };
            default:
                reader.Require(false);
                return new StatementContent(StatementKind.None, time);
        }
    }

    internal void Write(ref WireWriter writer)
    {
        writer.U8(Version);
        writer.U8((byte)Kind);
        writer.U32(Time);
        switch (Kind)
        {
            case StatementKind.RevokeInvite:
                writer.U128(Invite);
                writer.U8((byte)kept.Length);
                foreach (UInt128 name in kept)
                    writer.U128(name);
                break;
            case StatementKind.BanPeer:
                writer.PeerId(Peer);
                break;
            case StatementKind.CloudKey:
                writer.U32(Key!.Generation);
                writer.Digest(Digest.Read(Key.Secret));
                break;
        }
    }

    private static UInt128[] ReadKept(ref WireReader reader)
    {
        int count = reader.U8();
        reader.Require(count <= KeptMax);
        var kept = new UInt128[Math.Min(count, KeptMax)];
        for (int i = 0; i < kept.Length; i++)
        {
            kept[i] = reader.U128();
            reader.Require(i == 0 || kept[i - 1] < kept[i]);
        }

        return kept;
    }

    private static CloudKey ReadKey(ref WireReader reader)
    {
        uint generation = reader.U32();
        reader.Require(generation > 0);
        Span<byte> secret = stackalloc byte[CloudKey.SecretLength];
        reader.Digest().Write(secret);
        return new CloudKey(Math.Max(generation, 1), secret);
    }
}
