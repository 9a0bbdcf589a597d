using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using P2PCS.Host.Discovery;
using P2PCS.Host.Shell;
using P2PCS.Host.Tests.EndToEnd;
using P2PCS.Membership.Admission;
using P2PCS.Protocol;
using P2PCS.Tests;

namespace P2PCS.Host.Tests.Discovery;

public sealed class LanDiscoveryTests
{
    private static readonly CloudId Cloud = new(new Digest(1, 2, 3, 4));

    [Fact]
    public void An_announcement_is_read_as_written_and_anything_else_is_none()
    {
        Announcement said = Announcement.Of(Cloud, 7400);
        byte[] bytes = said.ToBytes();
        Assert.True(Announcement.TryRead(bytes, out Announcement read));
        Assert.Equal(said, read);
        Assert.NotEqual(
            said.Cloud, Announcement.Of(new CloudId(new Digest(1, 2, 3, 5)), 7400).Cloud);
        Assert.False(Announcement.TryRead(bytes.AsSpan(0, 15), out _));
        Assert.False(Announcement.TryRead([.. bytes, 0], out _));
        Assert.False(Announcement.TryRead(Announcement.Of(Cloud, 0).ToBytes(), out _));
        Seed.Run((ref Rng rng) =>
        {
            for (int i = 0; i < 6; i++)
            {
                byte[] changed = [.. bytes];
                changed[i] ^= (byte)(1 + rng.Below(255));
                Assert.False(Announcement.TryRead(changed, out _));
            }
        });
    }

    [MulticastFact]
    public async Task Peers_of_a_cloud_hear_each_other_and_no_more_than_a_few_in_a_second()
    {
        var options = new DiscoveryOptions
        {
            Group = new IPEndPoint(IPAddress.Parse("239.255.74.98"), FreePort()),
            Pause = TimeSpan.FromMilliseconds(200),
        };
        var first = new ConcurrentQueue<PeerAddress>();
        var second = new ConcurrentQueue<PeerAddress>();
        var stranger = new ConcurrentQueue<PeerAddress>();
        using (Start(options, 7001, Cloud, first))
        using (Start(options, 7002, Cloud, second))
        using (Start(options, 7003, new CloudId(new Digest(9, 9, 9, 9)), stranger))
        {
            await Until.TrueAsync("both have heard", 10, () =>
                Task.FromResult(!first.IsEmpty && !second.IsEmpty));
            Assert.Equal([AddressOf(7002)], first.Distinct());
            Assert.Equal([AddressOf(7001)], second.Distinct());
            Flood(options.Group);
            await Until.TrueAsync("some of the flood is heard", 10, () =>
                Task.FromResult(first.Contains(AddressOf(9))));
        }

        Assert.Empty(stranger);
        Assert.InRange(first.Count(address => address == AddressOf(9)), 1, 40);
    }

    private static void Flood(IPEndPoint group)
    {
        using var socket = new Socket(
            AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        socket.SetSocketOption(
            SocketOptionLevel.IP,
            SocketOptionName.MulticastInterface,
            IPAddress.Loopback.GetAddressBytes());
        byte[] forged = Announcement.Of(Cloud, 9).ToBytes();
        for (int i = 0; i < 500; i++)
            socket.SendTo(forged, group);
    }

    private static LanDiscovery Start(
        DiscoveryOptions options, int port, CloudId cloud, ConcurrentQueue<PeerAddress> found) =>
        LanDiscovery.Start(
            options, new IPEndPoint(IPAddress.Loopback, port), cloud, found.Enqueue);

    private static PeerAddress AddressOf(int port) =>
        Addresses.ToPeer(new IPEndPoint(IPAddress.Loopback, port));

    private static int FreePort()
    {
        using var socket = new Socket(
            AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(new IPEndPoint(IPAddress.Any, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
