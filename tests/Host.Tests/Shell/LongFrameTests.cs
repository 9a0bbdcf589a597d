using System.Diagnostics.CodeAnalysis;
using System.Runtime.Versioning;
using P2PCS.Host.Sealing;
using P2PCS.Host.Tests.EndToEnd;
using P2PCS.Protocol;
using P2PCS.Protocol.Wire;

namespace P2PCS.Host.Tests.Shell;

/// <summary>Frames that are too long for a datagram, from node to node by a stream.</summary>
[UnsupportedOSPlatform("windows")]
[SuppressMessage("Design", "CA1001", Justification = "xunit disposes through IAsyncLifetime.")]
public sealed class LongFrameTests : IAsyncLifetime
{
    private const int Length = 40_000;

    // No kernel takes it, so that a node counts it as of an unknown kind and nothing else.
    private const MessageKind Unused = (MessageKind)63;

    private readonly ShellPeer first = new();
    private readonly ShellPeer second = new();

    public async Task InitializeAsync()
    {
        await first.StartAsync();
        await second.StartAsync(first.Self.Address);
        foreach (ShellPeer peer in (ShellPeer[])[first, second])
        {
            await Until.TrueAsync("they know each other", 20, () => peer.Actor.AskAsync(
                (node, _, _) => node.Peers.Present == 1));
        }
    }

    public async Task DisposeAsync()
    {
        await second.DisposeAsync();
        await first.DisposeAsync();
    }

    [Fact]
    public async Task A_frame_of_40_KB_gets_from_node_to_node_and_back()
    {
        await SendAsync(first, second.Self.Address);
        await Until.TrueAsync("it arrived", 20, async () =>
            await second.RefusedAsync(Refusal.UnknownKind) == 1);
        await SendAsync(second, first.Self.Address);
        await Until.TrueAsync("one came back", 20, async () =>
            await first.RefusedAsync(Refusal.UnknownKind) == 1);

        Assert.Equal(Length + 1, first.Actor.Traffic.Sent.Bytes(Unused));
        Assert.True(second.Actor.Traffic.Received.AllBytes > Length);
        Assert.Equal((0, 0), (first.Counts.Unsent, second.Counts.Unsent));
    }

    [Fact]
    public async Task A_frame_of_no_session_or_of_anothers_is_refused_and_counted()
    {
        await using var third = new ShellPeer();
        await third.StartAsync();
        uint index = await second.Actor.AskAsync((_, _, _) =>
            second.Actor.Sealing.With(first.Self.Address)!.LocalIndex);
        long before = await second.RefusedAsync(DatagramRefusal.UnknownSession);
        byte[] frame = [(byte)Unused, 1, 2, 3];

        first.Courier.Send(second.Self.Address, new(second.Self.Id, index + 1, frame));
        await RefusedAsync(before + 1);
        third.Courier.Send(second.Self.Address, new(second.Self.Id, index, frame));
        await RefusedAsync(before + 2);
        Assert.Equal(0, await second.RefusedAsync(Refusal.UnknownKind));

        first.Courier.Send(second.Self.Address, new(second.Self.Id, index, frame));
        await Until.TrueAsync("it arrived", 20, async () =>
            await second.RefusedAsync(Refusal.UnknownKind) == 1);
    }

    [Fact]
    public async Task A_frame_to_where_another_peer_or_nobody_is_counts_as_unsent()
    {
        byte[] frame = [(byte)Unused];
        first.Courier.Send(second.Self.Address, new(first.Self.Id, 1, frame));
        await Until.TrueAsync("it failed", 20, () => Task.FromResult(first.Counts.Unsent == 1));
        Assert.Contains("Expected", first.Counts.Failure, StringComparison.Ordinal);

        await SendAsync(first, new PeerAddress(second.Self.Address.Ip, 1));
        Assert.Equal(1, first.Counts.Unsent);
        Assert.True(await first.Actor.AskAsync((_, _, _) =>
            first.Actor.Sealing.Counts.Unsent > 0));
    }

    private static Task<bool> SendAsync(ShellPeer from, PeerAddress to) =>
        from.Actor.AskAsync((_, _, outbox) =>
        {
            WireWriter body = outbox.Open(Length);
            body.Bytes(new byte[Length]);
            outbox.Send(to, Unused, body);
            return true;
        });

    private Task RefusedAsync(long count) => Until.TrueAsync("it is refused", 20, async () =>
        await second.RefusedAsync(DatagramRefusal.UnknownSession) == count);
}
