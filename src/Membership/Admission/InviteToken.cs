using System.Buffers.Text;
using System.Security.Cryptography;
using P2PCS.Protocol;
using P2PCS.Protocol.Wire;

namespace P2PCS.Membership.Admission;

/// <summary>
/// All that a newcomer needs, as one line of text: <c>p2pcs1.</c> and base64url of flags (u8,
/// 1: open), generation (u32) and secret (32) of the cloud's key unless open, number of addresses
/// (u8, 0 to 8), addresses (18 each), private key (32), chain of the invite, and the first four
/// bytes of the SHA-256 of all that.
/// </summary>
/// <param name="Invite">The chain from the root to the invite.</param>
/// <param name="PrivateKey">The invite's private scalar, 32 bytes; whoever has it may join.</param>
/// <param name="Key">The cloud's key; of an open cloud null, as it follows from the id.</param>
/// <param name="Contacts">Addresses of members, at most <see cref="ContactsMax"/>.</param>
public sealed record InviteToken(
    Credential Invite,
    ReadOnlyMemory<byte> PrivateKey,
    CloudKey? Key,
    IReadOnlyList<PeerAddress> Contacts)
{
    /// <summary>Most addresses in a token.</summary>
    public const int ContactsMax = 8;

    /// <summary>What every token begins with.</summary>
    public const string Prefix = "p2pcs1.";

    private const int ScalarLength = 32;
    private const int ChecksumLength = 4;
    private const byte OpenFlag = 1;
    private const int LengthMax = 1 + 4 + CloudKey.SecretLength + 1
        + (ContactsMax * PeerAddress.Length) + ScalarLength + Credential.LengthMax
        + ChecksumLength;

    /// <summary>Reads a token; spaces and line ends around it are no part of it.</summary>
    /// <returns>False on anything but the one text of a token whose last link is an invite.
    /// </returns>
    public static bool TryParse(ReadOnlySpan<char> text, out InviteToken? token)
    {
        token = null;
        text = text.Trim();
        if (!text.StartsWith(Prefix, StringComparison.Ordinal))
            return false;
        text = text[Prefix.Length..];
        Span<byte> bytes = stackalloc byte[LengthMax];
        if (text.Length > Base64Url.GetEncodedLength(LengthMax) || !Base64Url.IsValid(text)
            || !Base64Url.TryDecodeFromChars(text, bytes, out int length)
            || length < ChecksumLength
            || !Base64Url.EncodeToString(bytes[..length]).AsSpan().SequenceEqual(text))
        {
            return false;
        }

        ReadOnlySpan<byte> content = bytes[..(length - ChecksumLength)];
        return Checksum(content).AsSpan().SequenceEqual(bytes[content.Length..length])
            && TryRead(content, out token);
    }

    /// <summary>The text; a secret as long as the invite holds.</summary>
    public string Format()
    {
        Invariant.Holds(Contacts.Count <= ContactsMax && PrivateKey.Length == ScalarLength);
        Span<byte> bytes = stackalloc byte[LengthMax];
        var writer = new WireWriter(bytes);
        writer.U8(Key is null ? OpenFlag : (byte)0);
        if (Key is not null)
        {
            writer.U32(Key.Generation);
            writer.Digest(Digest.Read(Key.Secret));
        }

        writer.U8((byte)Contacts.Count);
        foreach (PeerAddress address in Contacts)
            writer.Address(address);
        writer.Digest(Digest.Read(PrivateKey.Span));
        writer.Bytes(Invite.Bytes.Span);
        int length = writer.Length;
        Checksum(bytes[..length]).CopyTo(bytes[length..]);
        return Prefix + Base64Url.EncodeToString(bytes[..(length + ChecksumLength)]);
    }

    /// <summary>Says what it is, never the secrets.</summary>
    public override string ToString() => "invite token";

    private static bool TryRead(ReadOnlySpan<byte> content, out InviteToken? token)
    {
        token = null;
        var reader = new WireReader(content);
        byte flags = reader.U8();
        reader.Require(flags <= OpenFlag);
        CloudKey? key = flags == OpenFlag ? null : ReadKey(ref reader);
        int count = reader.U8();
        reader.Require(count <= ContactsMax);
        var contacts = new PeerAddress[Math.Min(count, ContactsMax)];
        for (int i = 0; i < contacts.Length; i++)
            contacts[i] = reader.Address();
        byte[] scalar = reader.Bytes(ScalarLength).ToArray();
        ReadOnlySpan<byte> chain = reader.Rest();
        if (!reader.Complete
            || Credential.TryRead(chain, out Credential? invite) != AdmissionRefusal.None
            || invite!.Links is not [.., { Kind: LinkKind.Invite }])
        {
            return false;
        }

        token = new InviteToken(invite, scalar, key, contacts);
        return true;
    }

    private static CloudKey ReadKey(ref WireReader reader)
    {
        uint generation = reader.U32();
        reader.Require(generation > 0);
        Span<byte> secret = stackalloc byte[CloudKey.SecretLength];
        reader.Digest().Write(secret);
        return new CloudKey(Math.Max(generation, 1), secret);
    }

    private static byte[] Checksum(ReadOnlySpan<byte> content) =>
        SHA256.HashData(content)[..ChecksumLength];
}
