using P2PCS.Membership.Admission;
using P2PCS.Protocol;
using P2PCS.Protocol.Wire;

namespace P2PCS.Host.Sealing;

/// <summary>
/// Grants a session. Content: index of the one who asked (u32), index (u32), epoch (u32),
/// ephemeral key (64), length of the credential (u16), credential, signature (64).
/// </summary>
public readonly ref struct ResponseMessage
{
    /// <summary>Longest content, in bytes.</summary>
    public const int LengthMax =
        12 + EphemeralKey.Length + 2 + Membership.Admission.Credential.LengthMax
        + EcdsaSignature.Length;

    /// <summary>Index by which the one who asked knows the session.</summary>
    public uint To { get; init; }

    /// <summary>Index by which the sender knows it.</summary>
    public uint Index { get; init; }

    /// <summary>Boot epoch of the sender.</summary>
    public uint Epoch { get; init; }

    /// <summary>The handshake's own key.</summary>
    public EphemeralKey Ephemeral { get; init; }

    /// <summary>Who the sender is.</summary>
    public ReadOnlySpan<byte> Credential { get; init; }

    /// <summary>The identity key's signature over the digest.</summary>
    public EcdsaSignature Signature { get; init; }

    private static ReadOnlySpan<byte> Domain => "p2pcs response 1"u8;

    /// <summary>Reads a whole content.</summary>
    public static bool TryRead(ReadOnlySpan<byte> content, out ResponseMessage message)
    {
        var reader = new WireReader(content);
        message = new ResponseMessage
        {
            To = reader.U32(),
            Index = reader.U32(),
            Epoch = reader.U32(),
            Ephemeral = EphemeralKey.Read(ref reader),
            Credential = InitMessage.ReadCredential(ref reader),
            Signature = EcdsaSignature.Read(ref reader),
        };
        return reader.Complete;
    }

    /// <summary>Writes the content.</summary>
    /// <returns>Its length.</returns>
    public int Write(Span<byte> content)
    {
        var writer = new WireWriter(content);
        writer.U32(To);
        writer.U32(Index);
        writer.U32(Epoch);
        Ephemeral.Write(ref writer);
        writer.U16((ushort)Credential.Length);
        writer.Bytes(Credential);
        Signature.Write(ref writer);
        return writer.Length;
    }

    /// <summary>What the signature covers, and the session's keys are bound to: both sides of the
    /// handshake.</summary>
    /// <param name="init">The digest of the message that this answers.</param>
    public Digest Digest(Digest init)
    {
        Span<byte> input = stackalloc byte[256];
        var writer = new WireWriter(input);
        writer.Bytes(Domain);
        writer.Digest(init);
        writer.U32(Index);
        writer.U32(Epoch);
        Ephemeral.Write(ref writer);
        writer.Digest(Storage.Sha256.Of(Credential));
        return Storage.Sha256.Of(input[..writer.Length]);
    }
}
