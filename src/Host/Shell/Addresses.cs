using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using P2PCS.Protocol;

namespace P2PCS.Host.Shell;

/// <summary>Turns the protocol's addresses into the operating system's and back.</summary>
public static class Addresses
{
    private const int PortAt = 2;
    private const int Ip4At = 4;
    private const int Ip6At = 8;
    private static readonly UInt128 Ip4Prefix = (UInt128)0xFFFF << 32;

    /// <summary>An endpoint as the protocol writes it.</summary>
    public static PeerAddress ToPeer(IPEndPoint endpoint)
    {
        Span<byte> bytes = stackalloc byte[16];
        endpoint.Address.MapToIPv6().TryWriteBytes(bytes, out _);
        return new PeerAddress(
            BinaryPrimitives.ReadUInt128BigEndian(bytes), (ushort)endpoint.Port);
    }

    /// <summary>A protocol address as an endpoint; IPv4 where it is one.</summary>
    public static IPEndPoint ToEndpoint(PeerAddress address)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, address.Ip);
        var ip = new IPAddress(bytes);
        return new IPEndPoint(ip.IsIPv4MappedToIPv6 ? ip.MapToIPv4() : ip, address.Port);
    }

    /// <summary>Reads what a socket filled in, allocating nothing.</summary>
    public static PeerAddress Read(SocketAddress socket)
    {
        ReadOnlySpan<byte> bytes = socket.Buffer.Span;
        ushort port = BinaryPrimitives.ReadUInt16BigEndian(bytes[PortAt..]);
        return socket.Family == AddressFamily.InterNetwork
            ? new PeerAddress(
                Ip4Prefix | BinaryPrimitives.ReadUInt32BigEndian(bytes[Ip4At..]), port)
            : new PeerAddress(BinaryPrimitives.ReadUInt128BigEndian(bytes[Ip6At..]), port);
    }

    /// <summary>Fills in where a socket shall send; false if its family cannot reach there.
    /// </summary>
    public static bool TryWrite(PeerAddress address, SocketAddress socket)
    {
        Span<byte> bytes = socket.Buffer.Span;
        BinaryPrimitives.WriteUInt16BigEndian(bytes[PortAt..], address.Port);
        if (socket.Family != AddressFamily.InterNetwork)
        {
            BinaryPrimitives.WriteUInt128BigEndian(bytes[Ip6At..], address.Ip);
            return true;
        }

        BinaryPrimitives.WriteUInt32BigEndian(bytes[Ip4At..], (uint)address.Ip);
        return address.Ip >> 32 == 0xFFFF;
    }
}
