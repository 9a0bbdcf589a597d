using System.Net;
using System.Net.Sockets;

namespace P2PCS.Host.Agent;

/// <summary>Finds out where others reach this peer.</summary>
internal static class Advertised
{
    // Documentation addresses: choosing a route to one sends nothing.
    private static readonly IPEndPoint Far4 = new(IPAddress.Parse("192.0.2.1"), 9);
    private static readonly IPEndPoint Far6 = new(IPAddress.Parse("2001:db8::1"), 9);

    /// <summary>What the owner said; else what it listens at; and where that is every address of
    /// the machine, the one from which it would speak to the world.</summary>
    /// <param name="listen">Where it listens, with the port that was picked.</param>
    /// <param name="said">What the owner said; port 0 stands for the port it listens at.</param>
    public static IPEndPoint Of(IPEndPoint listen, IPEndPoint? said)
    {
        if (said is not null)
            return new IPEndPoint(said.Address, said.Port == 0 ? listen.Port : said.Port);
        return listen.Address.Equals(IPAddress.Any) || listen.Address.Equals(IPAddress.IPv6Any)
            ? new IPEndPoint(Outward(listen.AddressFamily), listen.Port)
            : listen;
    }

    private static IPAddress Outward(AddressFamily family)
    {
        bool isOld = family == AddressFamily.InterNetwork;
        using var socket = new Socket(family, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            socket.Connect(isOld ? Far4 : Far6);
            return ((IPEndPoint)socket.LocalEndPoint!).Address;
        }
        catch (SocketException)
        {
            // No way to the world: others on this machine still reach it.
            return isOld ? IPAddress.Loopback : IPAddress.IPv6Loopback;
        }
    }
}
