using System.Runtime.CompilerServices;
using P2PCS.Membership.Peers;
using P2PCS.Membership.Rumours;
using P2PCS.Protocol;

namespace P2PCS.Membership.Tests;

public sealed class PeerTableTests
{
    private static readonly Instant Now = new(TimeSpan.TicksPerDay);

    private readonly PeerTable peers = new();
    private readonly Outbox outbox = new();

    [Fact]
    public void A_row_takes_no_more_than_224_bytes() =>
        Assert.InRange(Unsafe.SizeOf<Peer>(), 1, 224);

    [Fact]
    public void It_holds_as_many_peers_as_the_limit_says_and_refuses_more()
    {
        for (int number = 1; number <= Limits.KnownPeers; number++)
            Assert.Equal(number - 1, peers.Learn(GossipNode.Of(number), Now));
        long version = peers.Version;
        int tooMany = Limits.KnownPeers + 1;
        Assert.Equal(PeerTable.NoHandle, peers.Learn(GossipNode.Of(tooMany), Now));
        Assert.Equal(PeerTable.NoHandle, peers.Hear(Now, GossipNode.SenderOf(tooMany), outbox));
        Assert.Equal(version, peers.Version);
        peers.Forget(17);
        Assert.Equal(17, peers.Learn(GossipNode.Of(tooMany), Now));
        Assert.Equal(Limits.KnownPeers, peers.Count);
    }

    [Fact]
    public void A_forgotten_peers_handle_goes_to_another_with_nothing_of_the_old()
    {
        int handle = peers.Hear(Now, GossipNode.SenderOf(1, epoch: 9), outbox);
        peers.Note(handle, new PeerStatus(new Resources(1, 1), default, true));
        peers.Forget(handle);
        Assert.False(peers.IsTaken(handle));
        Assert.Equal(PeerTable.NoHandle, peers.Find(GossipNode.Of(1).Id));
        Assert.Equal(handle, peers.Learn(GossipNode.Of(2), Now));
        Assert.Equal(PeerState.Unverified, peers[handle].State);
        Assert.Equal(default, peers[handle].Status);
        Assert.Equal(0u, peers[handle].HeardEpoch);
    }

    [Fact]
    public void A_told_epoch_changes_nothing_but_has_the_peer_asked_and_a_lower_one_not_even_that()
    {
        int handle = peers.Hear(Now, GossipNode.SenderOf(1, epoch: 5), outbox);
        var moved = new PeerAddress(99, 1);
        peers.Learn(GossipNode.Of(1, epoch: 4) with { Address = moved }, Now);
        Assert.False(peers.Leads.TryTake(out _));
        peers.Learn(GossipNode.Of(1, epoch: 6) with { Address = moved }, Now);
        Assert.True(peers.Leads.TryTake(out Lead lead));
        Assert.Equal(new Lead(handle, moved), lead);
        Assert.Equal(GossipNode.Of(1).Address, peers[handle].Address);
        Assert.Equal(5u, peers[handle].Epoch);
        Assert.False(peers.IsStale(GossipNode.SenderOf(1, epoch: 5)));
        peers.Hear(Now, GossipNode.SenderOf(1, epoch: 6) with { Address = moved }, outbox);
        Assert.Equal(moved, peers[handle].Address);
        Assert.True(peers.IsStale(GossipNode.SenderOf(1, epoch: 5)));
    }

    [Fact]
    public void A_frame_of_an_earlier_incarnation_is_stale()
    {
        peers.Hear(Now, GossipNode.SenderOf(1, epoch: 5), outbox);
        Assert.True(peers.IsStale(GossipNode.SenderOf(1, epoch: 4)));
        Assert.False(peers.IsStale(GossipNode.SenderOf(1, epoch: 5)));
        Assert.Equal(
            PeerTable.NoHandle, peers.Hear(Now, GossipNode.SenderOf(1, epoch: 4), outbox));
    }

    [Fact]
    public void The_address_a_frame_came_from_is_where_the_peer_is_reached()
    {
        int handle = peers.Hear(Now, GossipNode.SenderOf(1), outbox);
        long version = peers.Version;
        var moved = new PeerAddress(99, 1);
        peers.Hear(Now, GossipNode.SenderOf(1) with { Address = moved }, outbox);
        Assert.Equal(moved, peers[handle].Address);
        Assert.True(peers.Version > version);
    }

    [Fact]
    public void A_restart_is_told_once()
    {
        peers.Hear(Now, GossipNode.SenderOf(1, epoch: 1), outbox);
        peers.Hear(Now, GossipNode.SenderOf(1, epoch: 2), outbox);
        peers.Hear(Now, GossipNode.SenderOf(1, epoch: 2), outbox);
        Assert.Equal(
            [NodeEventKind.PeerAlive, NodeEventKind.PeerRestarted],
            outbox.Events.ToArray().Select(told => told.Kind));
    }
}
