using System.Globalization;
using System.Net;
using System.Net.Sockets;
using P2PCS.Allocation.Leases;
using P2PCS.Host.Rest.Bodies;
using P2PCS.Host.Shell;
using P2PCS.Protocol;
using P2PCS.Protocol.Wire;
using Xunit.Abstractions;

namespace P2PCS.Host.Tests.EndToEnd;

[Collection("end to end, own peers")]
public sealed class LiveStormTests(ITestOutputHelper output)
{
    private const int Datagrams = 100_000;
    private const int Burst = 500;

    [Fact]
    public async Task A_hundred_thousand_bad_datagrams_are_counted_and_disturb_nobody()
    {
        ulong seed = ulong.TryParse(
            Environment.GetEnvironmentVariable("P2PCS_TEST_SEED"), out ulong given) ? given : 1;
        output.WriteLine($"P2PCS_TEST_SEED={seed}");
        using LiveCloud cloud = await LiveCloud.StartAsync(2);
        LivePeer target = cloud[0];
        IPEndPoint endpoint = IPEndPoint.Parse(target.Listen);
        using var storm = new Storm(seed, Addresses.ToPeer(endpoint));
        long before = ResidentKiB(target);
        using var socket = new UdpClient(AddressFamily.InterNetwork);
        using var member = new Caller();
        PeerAddress address = Addresses.ToPeer(endpoint);
        await member.MeetAsync(address, storm.NextFrame());
        SelfBody self = await target.SelfAsync();
        for (int sent = 0; self.Traffic.ReceivedFrames < Datagrams; sent += Burst)
        {
            Assert.True(sent < 5 * Datagrams, "the peer has taken in too few datagrams");
            for (int i = 0; i < Burst; i++)
            {
                await socket.SendAsync(storm.NextDatagram(), endpoint);
                if (i % 4 == 0)
                    member.Send(address, storm.NextFrame());
            }

            self = await target.SelfAsync();
        }

        await Until.TrueAsync("the picture shows the refusals", 5, async () =>
        {
            self = await target.SelfAsync();
            return self.Traffic.Refused.Values.Sum() > Datagrams * 3 / 4;
        });
        foreach ((string reason, long count) in self.Traffic.Refused)
            output.WriteLine($"{reason}: {count}");
        output.WriteLine($"dropped: {self.Traffic.Dropped}");
        output.WriteLine($"resident: {before} KiB before, {ResidentKiB(target)} KiB after");
        Assert.True(self.Traffic.Refused.Count(reason => reason.Value > 100) >= 5);
        Assert.True(ResidentKiB(target) < before + (300 << 10));
        output.WriteLine($"peers: {(await target.PeersAsync()).Length}");
        Assert.Equal("alive", await cloud[1].StateOfAsync(target));
        Assert.Equal("alive", await target.StateOfAsync(cloud[1]));
        Assert.Empty((await cloud[1].SelfAsync()).Leases);
    }

    [Fact]
    public async Task A_hold_that_nobody_commits_is_free_again_after_five_seconds()
    {
        using var directory = new LiveDirectory();
        using LivePeer peer = await LivePeer.StartAsync(directory.At("peer"));
        var body = new byte[64];
        var writer = new WireWriter(body);
        new ReserveMessage(1, 2, new Resources(500, 64)).Write(ref writer);
        byte[] frame = [(byte)MessageKind.Reserve, .. body.AsSpan(0, writer.Length)];
        using var customer = new Caller();
        await customer.MeetAsync(Addresses.ToPeer(IPEndPoint.Parse(peer.Listen)), frame);
        await Until.TrueAsync("the machine holds what was reserved", 3, async () =>
            (await peer.SelfAsync()).Leases is [{ State: "held" }]);
        await peer.FreeAsync(7);
    }

    private static long ResidentKiB(LivePeer peer)
    {
        string line = File.ReadLines($"/proc/{peer.ProcessId}/status")
            .First(text => text.StartsWith("VmRSS:", StringComparison.Ordinal));
        return long.Parse(
            line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2],
            CultureInfo.InvariantCulture);
    }
}
