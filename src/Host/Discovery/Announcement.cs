using System.Security.Cryptography;
using P2PCS.Membership.Admission;
using P2PCS.Protocol;
using P2PCS.Protocol.Wire;

namespace P2PCS.Host.Discovery;

/// <summary>
/// What a peer says to its local network: that somebody of a cloud is reached at a port of the
/// address it comes from. Bytes: <c>p2pcs</c>, version (u8, 1), hash of the cloud's id (8), port
/// (u16). Anybody can make one, so it is worth no more than a hint.
/// </summary>
/// <param name="Cloud">First eight bytes of SHA-256 over <c>p2pcs lan 1</c> and the id.</param>
/// <param name="Port">The port, not 0.</param>
public readonly record struct Announcement(ulong Cloud, ushort Port)
{
    /// <summary>Length, in bytes.</summary>
    public const int Length = 16;

    private const byte Version = 1;

    private static ReadOnlySpan<byte> Magic => "p2pcs"u8;

    private static ReadOnlySpan<byte> Domain => "p2pcs lan 1"u8;

    /// <summary>The announcement of a member that listens at a port.</summary>
    public static Announcement Of(CloudId cloud, int port)
    {
        Span<byte> input = stackalloc byte[Domain.Length + Digest.Length];
        Domain.CopyTo(input);
        cloud.Hash.Write(input[Domain.Length..]);
        Span<byte> hash = stackalloc byte[Digest.Length];
        SHA256.HashData(input, hash);
        return new Announcement(Digest.Read(hash).A, (ushort)port);
    }

    /// <summary>Reads one that fills these bytes exactly; false where it is none.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out Announcement read)
    {
        var reader = new WireReader(bytes);
        reader.Require(reader.Bytes(Magic.Length).SequenceEqual(Magic));
        reader.Require(reader.U8() == Version);
        read = new Announcement(reader.U64(), reader.U16());
        reader.Require(read.Port != 0);
        return reader.Complete;
    }

    /// <summary>The bytes, in an array of their own.</summary>
    public byte[] ToBytes()
    {
        var bytes = new byte[Length];
        var writer = new WireWriter(bytes);
        writer.Bytes(Magic);
        writer.U8(Version);
        writer.U64(Cloud);
        writer.U16(Port);
        return bytes;
    }
}
