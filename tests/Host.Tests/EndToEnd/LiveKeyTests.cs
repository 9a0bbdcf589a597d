using P2PCS.Host.Rest.Bodies;
using P2PCS.Membership.Admission;

namespace P2PCS.Host.Tests.EndToEnd;

/// <summary>Changing the cloud's key with real processes.</summary>
[Collection("end to end, own peers")]
public sealed class LiveKeyTests : IDisposable
{
    private readonly LiveDirectory root = new();

    public void Dispose() => root.Dispose();

    [Fact]
    public async Task A_new_key_reaches_members_holds_over_restarts_and_ends_old_tokens()
    {
        using LivePeer founder = await LivePeer.StartAsync(root.At("founder"));
        string old = await founder.InviteAsync(new InviteRequest(Uses: 0));
        string admin = await founder.InviteAsync(new InviteRequest(Role: "admin"));
        using (LivePeer member = await LivePeer.StartAsync(root.At("member"), "--join", admin))
        {
            await MeetAsync(founder, member);
            Outcome refused = await member.RunAsync("key", "rotate");
            Assert.Equal(5, refused.ExitCode);
            Assert.Contains("root key is not here", refused.Error, StringComparison.Ordinal);
            await RotateAsync(founder, 2, member);

            // One change back still gets in, and learns the new key.
            using LivePeer late = await LivePeer.StartAsync(root.At("late"), "--join", old);
            await MeetAsync(founder, late);
            await HasAsync(late, 2);
            await RotateAsync(founder, 3, member, late);
            await member.StopAsync("TERM");
        }

        Outcome missed = await Program.RunAsync(
        [
            "up", "--data", root.At("missed"), "--profile", "local",
            "--listen", "127.0.0.1:0", "--api", "127.0.0.1:0", "--join", old,
        ]);
        Assert.Equal((5, ""), (missed.ExitCode, missed.Text));
        Assert.Contains(
            "made before the cloud's key changed; ask for a new one",
            missed.Error,
            StringComparison.Ordinal);
        string token = await founder.InviteAsync();
        Assert.True(InviteToken.TryParse(token, out InviteToken? carried));
        Assert.Equal(3u, carried!.Key!.Generation);
        using (LivePeer fresh = await LivePeer.StartAsync(root.At("missed"), "--join", token))
        {
            await MeetAsync(founder, fresh);
            Assert.Equal(3u, (await fresh.SelfAsync()).Cloud!.KeyGeneration);
        }

        await founder.StopAsync("TERM");
        using LivePeer alone = await LivePeer.StartAsync(root.At("member"));
        Assert.Equal(3u, (await alone.SelfAsync()).Cloud!.KeyGeneration);
        Assert.True(InviteToken.TryParse(await alone.InviteAsync(), out carried));
        Assert.Equal(3u, carried!.Key!.Generation);
    }

    [Fact]
    public async Task A_banned_member_does_not_get_the_next_key()
    {
        using LivePeer founder = await LivePeer.StartAsync(root.At("founder"));
        string token = await founder.InviteAsync(new InviteRequest(Uses: 0));
        using LivePeer member = await LivePeer.StartAsync(root.At("member"), "--join", token);
        using LivePeer bad = await LivePeer.StartAsync(root.At("bad"), "--join", token);
        await MeetAsync(founder, member);
        await MeetAsync(founder, bad);
        await MeetAsync(member, bad);
        Outcome ban = await founder.RunAsync("peer", "ban", bad.Id);
        Assert.Equal(0, ban.ExitCode);
        Assert.Contains("p2pcs key rotate", ban.Error, StringComparison.Ordinal);
        await RotateAsync(founder, 2, member);
        await RotateAsync(founder, 3, member);
        Assert.Equal(1u, (await bad.SelfAsync()).Cloud!.KeyGeneration);
        await MeetAsync(founder, member);
    }

    [Fact]
    public async Task The_key_of_an_open_cloud_is_not_changed()
    {
        using LivePeer founder = await LivePeer.StartAsync(root.At("founder"), "--open");
        Outcome refused = await founder.RunAsync("key", "rotate");
        Assert.NotEqual(0, refused.ExitCode);
        Assert.Contains("is no secret", refused.Error, StringComparison.Ordinal);
        Assert.Equal(1u, (await founder.SelfAsync()).Cloud!.KeyGeneration);
    }

    private static async Task RotateAsync(LivePeer at, uint expected, params LivePeer[] others)
    {
        Outcome done = await at.RunAsync("key", "rotate");
        Assert.Equal(
            (0, $"the cloud's key is now of generation {expected}\n"), (done.ExitCode, done.Text));
        foreach (LivePeer peer in others)
            await HasAsync(peer, expected);
    }

    private static Task HasAsync(LivePeer peer, uint generation) =>
        Until.TrueAsync($"it has generation {generation}", 20, async () =>
            (await peer.SelfAsync()).Cloud!.KeyGeneration == generation);

    private static Task MeetAsync(LivePeer one, LivePeer other) =>
        Until.TrueAsync("they see each other", 20, async () =>
            await one.StateOfAsync(other) == "alive" && await other.StateOfAsync(one) == "alive");
}
