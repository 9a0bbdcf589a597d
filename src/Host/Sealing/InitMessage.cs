using P2PCS.Membership.Admission;
using P2PCS.Protocol;
using P2PCS.Protocol.Wire;

namespace P2PCS.Host.Sealing;

/// <summary>
/// Asks for a session. Content: cookie (u128, 0 for none), index (u32), epoch (u32), number (u32),
/// ephemeral key (64), length of the credential (u16), credential, signature (64), zeros up to 962
/// bytes, so that no answer is longer.
/// </summary>
public readonly ref struct InitMessage
{
    /// <summary>Length of every content, in bytes.</summary>
    public const int Length = 962;

    /// <summary>Length of every datagram, in bytes.</summary>
    public const int DatagramLength = Length + Lobby.Overhead;

    /// <summary>Proof that the sender receives at its address; 0 for none.</summary>
    public UInt128 Cookie { get; init; }

    /// <summary>Index that the sender will know the session by.</summary>
    public uint Index { get; init; }

    /// <summary>Boot epoch of the sender.</summary>
    public uint Epoch { get; init; }

    /// <summary>Handshakes the sender has begun in this epoch, this one included.</summary>
    public uint Number { get; init; }

    /// <summary>The handshake's own key.</summary>
    public EphemeralKey Ephemeral { get; init; }

    /// <summary>Who the sender is.</summary>
    public ReadOnlySpan<byte> Credential { get; init; }

    /// <summary>The identity key's signature over the digest.</summary>
    public EcdsaSignature Signature { get; init; }

    private static ReadOnlySpan<byte> Domain => "p2pcs init 1"u8;

    /// <summary>Reads a content of exactly <see cref="Length"/> bytes.</summary>
    public static bool TryRead(ReadOnlySpan<byte> content, out InitMessage message)
    {
        var reader = new WireReader(content);
        message = new InitMessage
        {
            Cookie = reader.U128(),
            Index = reader.U32(),
            Epoch = reader.U32(),
            Number = reader.U32(),
            Ephemeral = EphemeralKey.Read(ref reader),
            Credential = ReadCredential(ref reader),
            Signature = EcdsaSignature.Read(ref reader),
        };
        int used = 28 + EphemeralKey.Length + 2 + message.Credential.Length
            + EcdsaSignature.Length;
        int rest = Length - used;
        reader.Require(content.Length == Length && rest >= 0);
        ReadOnlySpan<byte> padding = rest >= 0 ? reader.Bytes(rest) : default;
        return reader.Complete && !padding.ContainsAnyExcept((byte)0);
    }

    /// <summary>Fills a content of <see cref="Length"/> bytes.</summary>
    public void Write(Span<byte> content)
    {
        content[..Length].Clear();
        var writer = new WireWriter(content);
        writer.U128(Cookie);
        writer.U32(Index);
        writer.U32(Epoch);
        writer.U32(Number);
        Ephemeral.Write(ref writer);
        writer.U16((ushort)Credential.Length);
        writer.Bytes(Credential);
        Signature.Write(ref writer);
    }

    /// <summary>What the signature covers: all but cookie and signature, and what both sides know
    /// beside it.</summary>
    public Digest Digest(CloudId cloud, uint generation)
    {
        Span<byte> input = stackalloc byte[256];
        var writer = new WireWriter(input);
        writer.Bytes(Domain);
        writer.Digest(cloud.Hash);
        writer.U32(generation);
        writer.U32(Index);
        writer.U32(Epoch);
        writer.U32(Number);
        Ephemeral.Write(ref writer);
        writer.Digest(Storage.Sha256.Of(Credential));
        return Storage.Sha256.Of(input[..writer.Length]);
    }

    internal static ReadOnlySpan<byte> ReadCredential(scoped ref WireReader reader)
    {
        int length = reader.U16();
        reader.Require(length <= Membership.Admission.Credential.LengthMax);
        return reader.Bytes(length);
    }
}
