using System.Diagnostics;
using P2PCS.Host.Rest;
using P2PCS.Host.Rest.Bodies;
using P2PCS.Host.Tests.Workloads;
using P2PCS.Membership.Admission;

namespace P2PCS.Host.Tests.EndToEnd;

/// <summary>What admins do, and what a ban ends, with real processes.</summary>
[Collection("end to end, own peers")]
public sealed class LiveAuthorityTests : IDisposable
{
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(2);

    private readonly LiveDirectory root = new();

    public void Dispose() => root.Dispose();

    [Fact]
    public async Task An_admin_that_was_invited_invites_and_bans_while_the_founder_is_away()
    {
        using LivePeer admin = await StartAdminAsync();
        using LivePeer guest = await LivePeer.StartAsync(
            root.At("guest"), "--join", await admin.InviteAsync(new InviteRequest(Uses: 2)));
        await MeetAsync(admin, guest);
        Assert.Equal("peer", (await guest.SelfAsync()).Cloud!.Role);
        Outcome refused = await guest.RunAsync("invite", "create");
        Assert.Equal(5, refused.ExitCode);
        Assert.Contains("only admins", refused.Error, StringComparison.Ordinal);

        // The founder comes back and takes the guest for a member, by a chain of four links.
        using LivePeer founder = await LivePeer.StartAsync(root.At("founder"));
        await MeetAsync(founder, guest);
        Assert.Equal(0, (await admin.RunAsync("peer", "ban", guest.Id)).ExitCode);
        await Until.TrueAsync("the founder believes the admin", 20, async () =>
            await founder.StateOfAsync(guest) is null);
    }

    [Fact]
    public async Task A_revocation_is_widened_later_and_the_founder_is_banned_by_no_admin()
    {
        using LivePeer founder = await LivePeer.StartAsync(root.At("founder"));
        using LivePeer admin = await LivePeer.StartAsync(
            root.At("admin"),
            "--join",
            await founder.InviteAsync(new InviteRequest(Role: "admin")));
        string token = await founder.InviteAsync(new InviteRequest(Uses: 2));
        using LivePeer guest = await LivePeer.StartAsync(root.At("guest"), "--join", token);
        await MeetAsync(founder, guest);
        await MeetAsync(founder, admin);
        Outcome refused = await admin.RunAsync("peer", "ban", founder.Id);
        Assert.NotEqual(0, refused.ExitCode);
        Assert.Contains("nearer to the root", refused.Error, StringComparison.Ordinal);
        Assert.True(InviteToken.TryParse(token, out InviteToken? read));
        string invite = Names.Invite(read!.Invite.Links[^1].InviteId);
        Assert.Equal(0, (await founder.RunAsync("invite", "revoke", invite)).ExitCode);
        Assert.Equal("alive", await founder.StateOfAsync(guest));
        Assert.Equal(0, (await founder.RunAsync(
            "invite", "revoke", invite, "--with-peers")).ExitCode);
        await Until.TrueAsync("the guest goes", 20, async () =>
            await founder.StateOfAsync(guest) is null);
        Assert.Equal("alive", await admin.StateOfAsync(founder));
        Outcome wide = await founder.RunAsync(
            "invite", "create", "--role", "admin", "--uses", "2");
        Assert.NotEqual(0, wide.ExitCode);
        Assert.Contains("one use", wide.Error, StringComparison.Ordinal);
    }

    [SandboxFact]
    public async Task A_ban_cuts_a_running_stream_long_before_the_lease_ends()
    {
        string[] pace = ["--profile", "lan"];
        using LivePeer machine = await LivePeer.StartAsync(root.At("machine"), pace);
        string token = await machine.InviteAsync(new InviteRequest(Role: "customer"));
        using LivePeer customer = await LivePeer.StartAsync(
            root.At("customer"), ["--join", token, .. pace]);
        await MeetAsync(machine, customer);
        using Process run = Process.Start(Program.Start(
            "--data", customer.DataDirectory, "run", "--", "sh", "-c",
            "while :; do echo beat; sleep 0.1; done"))!;
        try
        {
            for (int beats = 0; beats < 5; beats++)
                Assert.Equal("beat", await LineAsync(run, TimeSpan.FromSeconds(30)));
            long banned = Stopwatch.GetTimestamp();
            Assert.Equal(0, (await machine.RunAsync("peer", "ban", customer.Id)).ExitCode);
            while (await LineAsync(run, Quiet) is not null)
                Assert.InRange(Stopwatch.GetElapsedTime(banned).TotalSeconds, 0, 15);

            // What it read from goes on: a lease of 30 s holds it.
            Assert.Single((await machine.SelfAsync()).Attempts);
        }
        finally
        {
            run.Kill();
            await run.WaitForExitAsync();
        }
    }

    private static async Task<string?> LineAsync(Process process, TimeSpan patience)
    {
        try
        {
            return await process.StandardOutput.ReadLineAsync().WaitAsync(patience);
        }
        catch (TimeoutException)
        {
            return null;
        }
    }

    private async Task<LivePeer> StartAdminAsync()
    {
        using LivePeer founder = await LivePeer.StartAsync(root.At("founder"));
        LivePeer admin = await LivePeer.StartAsync(
            root.At("admin"),
            "--join",
            await founder.InviteAsync(new InviteRequest(Role: "admin")));
        await MeetAsync(founder, admin);
        Assert.Equal("admin", (await admin.SelfAsync()).Cloud!.Role);
        await founder.StopAsync("TERM");
        return admin;
    }

    private static Task MeetAsync(LivePeer one, LivePeer other) =>
        Until.TrueAsync("they see each other", 30, async () =>
            await one.StateOfAsync(other) == "alive" && await other.StateOfAsync(one) == "alive");
}
