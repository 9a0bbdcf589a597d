using P2PCS.Host.Rest.Bodies;
using P2PCS.Host.Tests.Discovery;

namespace P2PCS.Host.Tests.EndToEnd;

/// <summary>How real peers find each other, or say that they do not.</summary>
[Collection("end to end, own peers")]
public sealed class LiveReachTests : IDisposable
{
    private readonly LiveDirectory root = new();

    public void Dispose() => root.Dispose();

    [MulticastFact]
    public async Task Members_that_have_forgotten_all_addresses_discover_each_other()
    {
        using (LivePeer founder = await LivePeer.StartAsync(root.At("founder")))
        using (LivePeer member = await LivePeer.StartAsync(
            root.At("member"), "--join", await founder.InviteAsync()))
        {
            await MeetAsync(founder, member);
            await member.StopAsync("TERM");
            await founder.StopAsync("TERM");
        }

        File.Delete(Path.Combine(root.At("founder"), "peers.json"));
        File.Delete(Path.Combine(root.At("member"), "peers.json"));
        using LivePeer one = await LivePeer.StartAsync(root.At("founder"), "--discover");
        Assert.Equal(0, (await one.SelfAsync()).Contacts!.Known);
        using LivePeer other = await LivePeer.StartAsync(root.At("member"), "--discover");
        await MeetAsync(one, other);
    }

    [Fact]
    public async Task That_nobody_answers_is_said_once_with_what_was_tried()
    {
        string token;
        string gone;
        using (LivePeer founder = await LivePeer.StartAsync(root.At("founder")))
        {
            token = await founder.InviteAsync();
            gone = founder.Listen;
        }

        // An address that an IPv4 socket cannot reach stands for all that cannot be sent.
        using LivePeer alone = await LivePeer.StartAsync(
            root.At("alone"), "--join", token, "--join", "[2001:db8::1]:7400");
        await Until.TrueAsync("it has tried both", 20, async () =>
            (await alone.SelfAsync()).Contacts is { Tried: 2, Handshakes: > 0, Unsendable: > 0 });
        ContactsBody contacts = (await alone.SelfAsync()).Contacts!;
        Assert.Equal(2, contacts.Known);
        Assert.Contains("IPv6", contacts.Failure, StringComparison.Ordinal);
        Outcome self = await alone.RunAsync("self");
        Assert.Contains("2 of 2 tried", self.Text, StringComparison.Ordinal);
        Assert.Contains("not sent", self.Text, StringComparison.Ordinal);
        await alone.StopAsync("TERM");
        string errors = await alone.ErrorsAsync();
        Assert.Single(errors.Split('\n'), line =>
            line.Contains("nobody answers yet at", StringComparison.Ordinal));
        Assert.Contains(gone, errors, StringComparison.Ordinal);
        Assert.Contains("could not be sent", errors, StringComparison.Ordinal);
    }

    private static Task MeetAsync(LivePeer one, LivePeer other) =>
        Until.TrueAsync("they see each other", 20, async () =>
            await one.StateOfAsync(other) == "alive" && await other.StateOfAsync(one) == "alive");
}
