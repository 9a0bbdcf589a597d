using P2PCS.Host.Sealing;
using P2PCS.Membership.Admission;

namespace P2PCS.Host.Tests.Sealing;

public sealed class KeyRotationTests : IDisposable
{
    private static readonly CloudKeys Both = SealedNet.Keys.With(new CloudKey(2, Secret(2)));
    private static readonly CloudKeys Later = Both.With(new CloudKey(3, Secret(3)));
    private readonly SealedNet net = new();

    public void Dispose() => net.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void While_a_key_spreads_who_has_it_and_who_does_not_still_meet(bool newerAsks)
    {
        SealedPeer newer = net.Add(1, keys: Both);
        SealedPeer older = net.Add(2);
        (SealedPeer first, SealedPeer second) = newerAsks ? (newer, older) : (older, newer);
        first.Send(second, 1);
        net.Run(3);
        second.Send(first, 2);
        net.Run(1);
        Assert.Single(first.Frames);
        Assert.Single(second.Frames);
        Assert.Equal(1u, newer.Channel.With(older.Address)!.Generation);
    }

    [Fact]
    public void Sessions_move_to_the_new_key_without_losing_a_frame_and_the_old_one_ends()
    {
        SealedPeer a = net.Add(1);
        SealedPeer b = net.Add(2);
        a.Send(b, 0);
        net.Run(1);
        foreach (SealedPeer peer in new[] { a, b })
            peer.Channel.Use(net.Now, Both);
        for (byte i = 1; i <= 40; i++)
        {
            a.Send(b, i);
            net.Run(10);
        }

        Assert.Equal(41, b.Frames.Count);
        Assert.Equal(2u, a.Channel.With(b.Address)!.Generation);
        HandshakeTests.AssertOneSession(a, b);
    }

    [Fact]
    public void A_session_is_replaced_also_while_nothing_waits_to_be_sent()
    {
        SealedPeer a = net.Add(1);
        SealedPeer b = net.Add(2);
        a.Send(b, 0);
        net.Run(1);
        a.Channel.Use(net.Now, Both);
        b.Channel.Use(net.Now, Both);
        net.Run(400);
        a.Send(b, 1);
        net.Run(5);
        Assert.Equal(2, b.Frames.Count);
        Assert.Equal(2u, a.Channel.With(b.Address)!.Generation);
    }

    [Fact]
    public void Who_misses_two_changes_of_the_key_is_out_until_told_anew()
    {
        SealedPeer a = net.Add(1);
        SealedPeer b = net.Add(2);
        a.Send(b, 0);
        net.Run(1);
        b.Channel.Use(net.Now, Later);
        Assert.Equal(0, b.Channel.Sessions);
        a.Send(b, new byte[40]);
        net.Run(10);
        b.Send(a, 1);
        net.Run(10);
        Assert.Single(b.Frames);
        Assert.Empty(a.Frames);
        Assert.True(a.Channel.Counts.Of(DatagramRefusal.UnknownKey) > 0);
        a.Channel.Use(net.Now, Later);
        a.Send(b, 2);
        net.Run(5);
        Assert.Equal([2], b.Frames[^1].Frame);
    }

    [Fact]
    public void Who_comes_with_a_key_of_two_changes_ago_is_told_so_and_with_new_ones_gets_in()
    {
        SealedPeer late = net.Add(1);
        SealedPeer b = net.Add(2, keys: Later);
        late.Send(b, 1);
        net.Run(1);
        Assert.Contains(
            new HandshakeRefusal(b.Address, true, (byte)AdmissionRefusal.OldKey), late.Refusals);
        Assert.Contains(
            new HandshakeRefusal(late.Address, false, (byte)AdmissionRefusal.OldKey), b.Refusals);
        late.Channel.Use(net.Now, Later);
        late.Send(b, 2);
        net.Run(1);
        Assert.Equal([2], b.Frames.Single().Frame);
    }

    [Fact]
    public void That_a_key_is_old_counts_for_nothing_where_a_newer_one_is_known()
    {
        SealedPeer a = net.Add(1, keys: Both);
        SealedPeer b = net.Add(2, keys: Later);
        net.Fate = (_, post) =>
            post.From == a.Address && post.Bytes[1] == 2 ? [] : [SealedNet.Latency];
        a.Send(b, 1);
        net.Run(4);
        Assert.Contains(
            new HandshakeRefusal(a.Address, false, (byte)AdmissionRefusal.OldKey), b.Refusals);
        Assert.Empty(a.Refusals);
        Assert.True(a.Channel.Counts.Of(DatagramRefusal.Unexpected) > 0);
    }

    [Fact]
    public void Another_clouds_key_opens_nothing_and_gets_no_answer()
    {
        SealedPeer a = net.Add(1);
        SealedPeer stranger = net.Add(2, keys: new CloudKeys(new CloudKey(1, Secret(9))));
        stranger.Send(a, 1);
        net.Run(10);
        Assert.Empty(a.Frames);
        Assert.All(net.Log, post => Assert.Equal(stranger.Address, post.From));
        Assert.Equal(3, a.Channel.Counts.Of(DatagramRefusal.BadSeal));
    }

    [Fact]
    public void A_banned_member_is_cut_off_at_once_and_told_why()
    {
        SealedPeer a = net.Add(1);
        SealedPeer banned = net.Add(2);
        banned.Send(a, 1);
        net.Run(1);
        a.Banned.Add(banned.Id);
        a.Channel.Forget(banned.Id);
        banned.Send(a, new byte[40]);
        net.Run(1);
        banned.Send(a, new byte[41]);
        net.Run(10);
        Assert.Single(a.Frames);
        Assert.Equal(0, a.Channel.Sessions);
        Assert.Contains(
            new HandshakeRefusal(banned.Address, false, (byte)AdmissionRefusal.Banned),
            a.Refusals);
        Assert.Contains(
            new HandshakeRefusal(a.Address, true, (byte)AdmissionRefusal.Banned),
            banned.Refusals);
        a.Send(banned, 1);
        net.Run(10);
        Assert.Empty(banned.Frames);
        Assert.Equal(0, a.Channel.Sessions);
    }

    private static byte[] Secret(byte value) =>
        [.. Enumerable.Repeat(value, CloudKey.SecretLength)];
}
