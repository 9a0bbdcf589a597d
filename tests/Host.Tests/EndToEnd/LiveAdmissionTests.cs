using P2PCS.Host.Rest.Bodies;
using P2PCS.Membership.Admission;

namespace P2PCS.Host.Tests.EndToEnd;

/// <summary>Founding, inviting, joining, revoking and banning with real processes.</summary>
[Collection("end to end, own peers")]
public sealed class LiveAdmissionTests : IDisposable
{
    private readonly LiveDirectory root = new();

    public void Dispose() => root.Dispose();

    [Fact]
    public async Task A_newcomer_joins_by_a_token_and_comes_back_without_arguments()
    {
        using LivePeer founder = await LivePeer.StartAsync(root.At("founder"));
        Outcome made = await founder.RunAsync("invite", "create", "--ttl", "1h");
        Assert.Equal(0, made.ExitCode);
        string token = made.Text.Trim();
        Assert.StartsWith("p2pcs1.", token, StringComparison.Ordinal);
        Assert.DoesNotContain(token, made.Error, StringComparison.Ordinal);
        using (LivePeer member = await LivePeer.StartAsync(root.At("member"), "--join", token))
        {
            await MeetAsync(founder, member);
            CloudBody cloud = (await member.SelfAsync()).Cloud!;
            Assert.Equal(((await founder.SelfAsync()).Cloud!.Id, "peer"), (cloud.Id, cloud.Role));
            Outcome listed = await founder.RunAsync("invite", "list");
            Assert.Contains("spent", listed.Text, StringComparison.Ordinal);
            Assert.Equal(0, (await member.StopAsync("TERM")).ExitCode);
        }

        Assert.DoesNotContain(
            token[^60..],
            string.Concat(Directory.EnumerateFiles(root.At("member")).Select(File.ReadAllText)),
            StringComparison.Ordinal);
        using LivePeer again = await LivePeer.StartAsync(root.At("member"));
        await MeetAsync(founder, again);
        Outcome ran = await again.RunAsync(
            "run", "--", "sh", "-c", "echo it works");
        Assert.Equal((0, "it works\n"), (ran.ExitCode, ran.Text));
    }

    [Fact]
    public async Task Tokens_that_admit_nobody_are_refused_with_the_reason_and_leave_nothing()
    {
        using LivePeer founder = await LivePeer.StartAsync(root.At("founder"));
        string spent = await founder.InviteAsync();
        using LivePeer member = await LivePeer.StartAsync(root.At("member"), "--join", spent);
        await MeetAsync(founder, member);
        InviteBody revoked = (await founder.Client.InviteAsync(new(), default)).Body;
        Assert.Equal(0, (await founder.RunAsync("invite", "revoke", revoked.Id)).ExitCode);
        string brief = await founder.InviteAsync(new InviteRequest(Ttl: "1s"));
        string forged = Forge(await founder.InviteAsync());
        (string Token, int ExitCode, string Reason)[] cases =
        [
            (spent, 5, "as many peers as it may"),
            (revoked.Token!, 5, "revoked"),
            (forged, 5, "a signature does not fit"),
            (spent[..^5] + "AAAAA", 2, "damaged"),
            (brief, 5, "expired on"),
        ];
        foreach ((string token, int exitCode, string reason) in cases)
        {
            Outcome ran = await JoinAsync("stranger", token);
            Assert.Contains(reason, ran.Error, StringComparison.Ordinal);
            Assert.Equal((exitCode, ""), (ran.ExitCode, ran.Text));
            Assert.DoesNotContain(token, ran.Error, StringComparison.Ordinal);
            Assert.False(File.Exists(Path.Combine(root.At("stranger"), "membership.json")));
        }

        // The cloud's side says why too.
        string log = await LogAsync(founder);
        Assert.Contains("as many peers as it may", log, StringComparison.Ordinal);
        Assert.Contains("the invite was revoked", log, StringComparison.Ordinal);
        Assert.Equal("alive", await founder.StateOfAsync(member));
    }

    [Fact]
    public async Task A_member_does_not_join_another_cloud_with_the_same_directory()
    {
        using LivePeer one = await LivePeer.StartAsync(root.At("one"));
        using LivePeer two = await LivePeer.StartAsync(root.At("two"));
        string token = await two.InviteAsync();
        using (LivePeer member = await LivePeer.StartAsync(
            root.At("member"), "--join", await one.InviteAsync()))
        {
            await MeetAsync(one, member);
            await member.StopAsync("TERM");
        }

        Outcome ran = await JoinAsync("member", token);
        Assert.Equal(2, ran.ExitCode);
        Assert.Contains("is a member of cloud", ran.Error, StringComparison.Ordinal);
        Outcome alone = await JoinAsync("fresh", two.Listen);
        Assert.Equal(5, alone.ExitCode);
        Assert.Contains("join with a token", alone.Error, StringComparison.Ordinal);
        Assert.Single(await two.PeersAsync());
    }

    [Fact]
    public async Task A_member_banned_while_connected_is_out_everywhere_and_stays_out()
    {
        using LivePeer founder = await LivePeer.StartAsync(root.At("founder"));
        string token = await founder.InviteAsync(new InviteRequest(Uses: 0));
        using LivePeer other = await LivePeer.StartAsync(root.At("other"), "--join", token);
        using (LivePeer bad = await LivePeer.StartAsync(root.At("bad"), "--join", token))
        {
            await MeetAsync(founder, bad);
            await MeetAsync(other, bad);
            Assert.Equal(0, (await founder.RunAsync("peer", "ban", bad.Id[..16])).ExitCode);
            await Until.TrueAsync("nobody lists the banned peer", 10, async () =>
                await founder.StateOfAsync(bad) is null && await other.StateOfAsync(bad) is null);
            await bad.StopAsync("TERM");
        }

        await AssertLonelyAsync(root.At("bad"));

        // The others remember it over a restart, whoever else is up.
        await other.StopAsync("TERM");
        using LivePeer again = await LivePeer.StartAsync(
            root.At("other"), "--listen", other.Listen);
        await MeetAsync(founder, again);
        await founder.StopAsync("TERM");
        await AssertLonelyAsync(root.At("bad"));
        Assert.DoesNotContain(
            await again.PeersAsync(), peer => peer.State == "alive" && !peer.Self);
    }

    // Who is a member already does not end on the word of others, but says it and goes on.
    private static async Task AssertLonelyAsync(string directory)
    {
        using LivePeer back = await LivePeer.StartAsync(directory);
        await Until.TrueAsync("it is refused as banned", 10, async () =>
            (await LogAsync(directory)).Contains("banned", StringComparison.Ordinal));
        Assert.DoesNotContain(
            await back.PeersAsync(), peer => peer.State == "alive" && !peer.Self);
        await back.StopAsync("TERM");
    }

    private static async Task<string> LogAsync(string directory)
    {
        string text = "";
        foreach (string path in Directory.EnumerateFiles(Path.Combine(directory, "logs")))
        {
            using var reader = new StreamReader(new FileStream(
                path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
            text += await reader.ReadToEndAsync();
        }

        // What it wrote before this start does not count.
        return text[text.LastIndexOf("Ready:", StringComparison.Ordinal)..];
    }

    [Fact]
    public async Task A_revoked_invite_takes_its_members_along_only_where_that_is_asked()
    {
        using LivePeer founder = await LivePeer.StartAsync(root.At("founder"));
        InviteBody kind = await ManyAsync(founder);
        InviteBody strict = await ManyAsync(founder);
        using LivePeer stays = await LivePeer.StartAsync(
            root.At("stays"), "--join", kind.Token!);
        using LivePeer goes = await LivePeer.StartAsync(
            root.At("goes"), "--join", strict.Token!);
        await MeetAsync(founder, stays);
        await MeetAsync(founder, goes);
        await founder.RunAsync("invite", "revoke", kind.Id);
        await founder.RunAsync("invite", "revoke", strict.Id, "--with-peers");
        await Until.TrueAsync("one is out and one in", 10, async () =>
            await founder.StateOfAsync(goes) is null
            && await founder.StateOfAsync(stays) == "alive");
        Outcome late = await JoinAsync("late", kind.Token!);
        Assert.Equal(5, late.ExitCode);
        Assert.Contains("revoked", late.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Anybody_hands_on_the_token_of_an_open_cloud_and_only_its_admin_bans()
    {
        using LivePeer founder = await LivePeer.StartAsync(root.At("founder"), "--open");
        using LivePeer member = await LivePeer.StartAsync(
            root.At("member"), "--join", await founder.InviteAsync());
        await MeetAsync(founder, member);
        using LivePeer guest = await LivePeer.StartAsync(
            root.At("guest"), "--join", await member.InviteAsync());
        await MeetAsync(founder, guest);
        Assert.True((await guest.SelfAsync()).Cloud!.Open);
        Outcome ban = await guest.RunAsync("peer", "ban", member.Id);
        Assert.Equal(5, ban.ExitCode);
        Assert.Contains("only admins", ban.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("membership.json", "restore it from a copy")]
    [InlineData("root.pem", "restore it from a copy")]
    [InlineData("peers.json", "restore it from a copy")]
    public async Task A_damaged_file_of_the_membership_is_named_and_left_alone(
        string name, string advice)
    {
        using (LivePeer peer = await LivePeer.StartAsync(root.At("peer")))
            await peer.StopAsync("TERM");
        string file = Path.Combine(root.At("peer"), name);
        await File.WriteAllTextAsync(file, "{ two words\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Outcome ran = await UpAsync(root.At("peer"));
        Assert.Equal((1, ""), (ran.ExitCode, ran.Text));
        Assert.Contains(name, ran.Error, StringComparison.Ordinal);
        Assert.Contains(advice, ran.Error, StringComparison.Ordinal);
        Assert.Equal("{ two words\n", await File.ReadAllTextAsync(file));
    }

    private static async Task<InviteBody> ManyAsync(LivePeer at) =>
        (await at.Client.InviteAsync(new InviteRequest(Uses: 5), default)).Body;

    private static Task MeetAsync(LivePeer one, LivePeer other) =>
        Until.TrueAsync("they see each other", 20, async () =>
            await one.StateOfAsync(other) == "alive" && await other.StateOfAsync(one) == "alive");

    private Task<Outcome> JoinAsync(string name, string token) =>
        UpAsync(root.At(name), "--join", token);

    private static Task<Outcome> UpAsync(string data, params string[] more) => Program.RunAsync(
    [
        "up", "--data", data, "--profile", "local",
        "--listen", "127.0.0.1:0", "--api", "127.0.0.1:0", .. more,
    ]);

    private static async Task<string> LogAsync(LivePeer peer)
    {
        string logs = Path.Combine(peer.DataDirectory, "logs");
        return string.Concat(await Task.WhenAll(
            Directory.EnumerateFiles(logs).Select(file => File.ReadAllTextAsync(file))));
    }

    // The same token with more uses: well-formed, but not what the root has signed.
    private static string Forge(string text)
    {
        Assert.True(InviteToken.TryParse(text, out InviteToken? token));
        byte[] chain = token!.Invite.Bytes.ToArray();
        chain[^(EcdsaSignature.Length + 2)] = 200;
        Assert.Equal(AdmissionRefusal.None, Credential.TryRead(chain, out Credential? changed));
        return (token with { Invite = changed! }).Format();
    }
}
