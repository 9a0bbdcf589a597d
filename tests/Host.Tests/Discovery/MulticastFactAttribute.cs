using System.Net;
using System.Net.Sockets;

namespace P2PCS.Host.Tests.Discovery;

/// <summary>A test that multicasts on the loopback interface; skipped where that does not come
/// back.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class MulticastFactAttribute : FactAttribute
{
    private static readonly IPAddress Group = IPAddress.Parse("239.255.74.99");

    public MulticastFactAttribute() => Skip = Missing();

    private static string? Missing()
    {
        try
        {
            using var socket = new Socket(
                AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp)
            {
                ReceiveTimeout = 2000,
            };
            socket.Bind(new IPEndPoint(IPAddress.Any, 0));
            socket.SetSocketOption(
                SocketOptionLevel.IP,
                SocketOptionName.AddMembership,
                new MulticastOption(Group, IPAddress.Loopback));
            socket.SetSocketOption(
                SocketOptionLevel.IP,
                SocketOptionName.MulticastInterface,
                IPAddress.Loopback.GetAddressBytes());
            socket.SendTo([1], new IPEndPoint(Group, ((IPEndPoint)socket.LocalEndPoint!).Port));
            return socket.Receive(new byte[1]) == 1 ? null : "multicast comes back changed";
        }
        catch (SocketException cause)
        {
            return $"no multicast on the loopback interface here: {cause.Message}";
        }
    }
}
