using System.Buffers.Binary;

namespace P2PCS.Protocol;

/// <summary>
/// Where a peer is reached: an IPv6 address (IPv4 as ::ffff:a.b.c.d) and a port, the same number
/// for datagrams and for streams.
/// </summary>
/// <param name="Ip">The 128 bits of the address, big-endian.</param>
/// <param name="Port">The port; zero means no address.</param>
public readonly record struct PeerAddress(UInt128 Ip, ushort Port)
{
    /// <summary>Length on the wire, in bytes.</summary>
    public const int Length = 18;

    private static readonly UInt128 NarrowPrefix = 0xFFFF00000000;

    /// <summary>Whether this is no address.</summary>
    public bool IsNone => Port == 0;

    /// <summary>Whether it is an IPv4 address.</summary>
    public bool IsNarrow => Ip >> 32 == NarrowPrefix >> 32;

    /// <summary>The address of four bytes, big-endian.</summary>
    public static PeerAddress Narrow(ReadOnlySpan<byte> ip, ushort port) =>
        new(NarrowPrefix | BinaryPrimitives.ReadUInt32BigEndian(ip), port);
}
