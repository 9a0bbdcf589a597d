using P2PCS.Membership.Peers;
using P2PCS.Membership.Sampling;
using P2PCS.Protocol;

namespace P2PCS.Membership.Tests.Sampling;

/// <summary>One owner with many ids in one network, in a cloud that anybody may join.</summary>
public sealed class PrefixTests
{
    private const int Honest = 40;
    private const int Forged = 200;

    [Theory]
    [InlineData(true, 2)]
    [InlineData(false, 20)]
    public void Of_many_ids_in_one_prefix_an_open_clouds_view_has_two(bool open, int most)
    {
        var options = new SamplingOptions();
        var swarm = new Swarm { Options = open ? options.ForOpenCloud() : options };
        swarm.AddressOf = AddressOf;
        swarm.Add(1, Honest);
        swarm.Run(20);
        swarm.Add(Honest + 1, Honest + Forged);
        int worst = 0;
        for (int i = 0; i < 40; i++)
        {
            swarm.Run(1);
            worst = Math.Max(worst, swarm.Nodes.Take(Honest).Max(
                node => node.View().Count(number => number > Honest)));
        }

        // Without the bound most of a view is the attacker's: so the test can fail.
        if (!open)
        {
            Assert.InRange(worst, most, 30);
            return;
        }

        Assert.InRange(worst, 1, most);
        foreach (GossipNode node in swarm.Nodes.Take(Honest))
        {
            int known = Enumerable.Range(Honest + 1, Forged).Count(
                number => node.HandleOf(number) != PeerTable.NoHandle);
            Assert.InRange(known, 1, swarm.Options.PrefixPeers);
            Assert.InRange(node.View().Count(number => number <= Honest), 15, 30);
        }
    }

    [Fact]
    public void Who_moves_into_a_full_prefix_is_refused_and_in_the_view_thinned_out()
    {
        var peers = new PeerTable { PrefixMax = 2 };
        var outbox = new Outbox();
        Instant now = new(TimeSpan.TicksPerDay);
        for (int i = 1; i <= 3; i++)
        {
            int handle = peers.Hear(now, SenderOf(i, Narrow(203, 0, 113, i)), outbox);
            Assert.Equal(i <= 2, handle != PeerTable.NoHandle);
        }

        Assert.NotEqual(
            PeerTable.NoHandle, peers.Hear(now, SenderOf(3, Narrow(198, 51, 100, 1)), outbox));
        Assert.Equal(
            PeerTable.NoHandle, peers.Hear(now, SenderOf(3, Narrow(203, 0, 113, 3)), outbox));
        int third = peers.Find(GossipNode.Of(3).Id);
        Assert.Equal(Narrow(198, 51, 100, 1), peers[third].Address);
        peers.Forget(peers.Find(GossipNode.Of(1).Id));
        Assert.Equal(third, peers.Hear(now, SenderOf(3, Narrow(203, 0, 113, 3)), outbox));
        Assert.Equal(
            PeerTable.NoHandle, peers.Hear(now, SenderOf(4, Narrow(203, 0, 113, 4)), outbox));
    }

    [Fact]
    public void Prefixes_are_of_24_and_48_bits_and_private_networks_are_none()
    {
        Assert.Equal(Of(Narrow(203, 0, 113, 1)), Of(Narrow(203, 0, 113, 255)));
        Assert.NotEqual(Of(Narrow(203, 0, 113, 1)), Of(Narrow(203, 0, 114, 1)));
        UInt128 wide = (UInt128)0x20010DB800010000 << 64;
        Assert.Equal(Of(new PeerAddress(wide + 1, 1)), Of(new PeerAddress(wide + 99, 2)));
        Assert.NotEqual(
            Of(new PeerAddress(wide, 1)), Of(new PeerAddress(wide + ((UInt128)1 << 80), 1)));
        PeerAddress[] exempt =
        [
            Narrow(127, 0, 0, 1), Narrow(10, 200, 3, 4), Narrow(172, 31, 0, 1),
            Narrow(192, 168, 1, 1), Narrow(169, 254, 1, 1), new PeerAddress(1, 1),
            new PeerAddress((UInt128)0xFD << 120, 1), new PeerAddress((UInt128)0xFE80 << 112, 1),
        ];
        Assert.All(exempt, address => Assert.True(Of(address).IsExempt));
        Assert.False(Of(Narrow(172, 32, 0, 1)).IsExempt);
        Assert.False(Of(Narrow(11, 0, 0, 1)).IsExempt);
        PeerAddress one = Narrow(203, 0, 113, 1);
        Assert.True(NetworkPrefix.Admits(one, [Narrow(203, 0, 113, 2), exempt[0]], 2));
        Assert.False(NetworkPrefix.Admits(one, [one, Narrow(203, 0, 113, 2)], 2));
        Assert.True(NetworkPrefix.Admits(exempt[0], [exempt[0], exempt[0]], 1));
    }

    private static NetworkPrefix Of(PeerAddress address) => NetworkPrefix.Of(address);

    // Each honest one has a network of its own.
    private static PeerAddress AddressOf(int number) => number <= Honest
        ? Narrow(198, 51, number, 1)
        : Narrow(203, 0, 113, number - Honest);

    private static Sender SenderOf(int number, PeerAddress address) =>
        GossipNode.SenderOf(number) with { Address = address };

    private static PeerAddress Narrow(int a, int b, int c, int d) =>
        PeerAddress.Narrow([(byte)a, (byte)b, (byte)c, (byte)d], 7400);
}
