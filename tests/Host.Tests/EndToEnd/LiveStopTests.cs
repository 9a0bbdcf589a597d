using P2PCS.Host.Rest.Bodies;
using P2PCS.Host.Tests.Workloads;

namespace P2PCS.Host.Tests.EndToEnd;

[Collection("end to end, own peers")]
public sealed class LiveStopTests
{
    private static int sleeps = 600_000 + (Environment.ProcessId % 1000 * 100);

    [SandboxFact]
    public async Task Term_and_int_stop_a_busy_peer_cleanly_and_a_new_start_takes_up_again()
    {
        using LiveCloud cloud = await LiveCloud.StartAsync(2);
        foreach (string signal in new[] { "TERM", "INT" })
        {
            string seconds = await SleepAsync(cloud, signal);
            LivePeer member = cloud[1];
            (string id, uint epoch) = (member.Id, (await member.SelfAsync()).Epoch);
            (int exitCode, string more, double took) = await member.StopAsync(signal);
            Assert.Equal((0, ""), (exitCode, more));
            Assert.True(took < 5, $"it took {took} s");
            Assert.False(File.Exists(Path.Combine(member.DataDirectory, "peer.json")));
            Assert.Equal("left", await LeftAsync(cloud[0], member));
            await Until.TrueAsync("no more than one task sleeps", 5, () =>
                Task.FromResult(Sleepers(seconds) <= 1));
            Assert.Equal(0, (await cloud[0].RunAsync("subcloud", "release", signal)).ExitCode);
            await cloud[0].FreeAsync(5);
            await cloud.RestartAsync(1, "--cpu", "1", "--mem", "512MiB");
            await cloud.MeetAsync();
            Assert.Equal((id, epoch + 1), (cloud[1].Id, (await cloud[1].SelfAsync()).Epoch));
        }
    }

    [SandboxFact]
    public async Task A_killed_facade_frees_its_members_and_remembers_after_its_restart()
    {
        using LiveCloud cloud = await LiveCloud.StartAsync(3);
        Assert.Equal(0, (await cloud[0].RunAsync("run", "--", "echo", "kept")).ExitCode);
        await cloud.FreeAsync();
        string seconds = await SleepAsync(cloud, "doomed");
        uint epoch = (await cloud[0].SelfAsync()).Epoch;
        cloud[0].Kill();
        await cloud[0].DiedAsync();
        await Until.TrueAsync("the killed facade is seen as unreachable", 10, async () =>
            await cloud[1].StateOfAsync(cloud[0]) == "unreachable");
        await cloud[1].FreeAsync(12);
        await cloud[2].FreeAsync(12);
        await Until.TrueAsync("no task sleeps any more", 5, () =>
            Task.FromResult(Sleepers(seconds) == 0));

        await cloud.RestartAsync(0, "--cpu", "1", "--mem", "512MiB");
        await cloud.MeetAsync();
        Assert.Equal(epoch + 1, (await cloud[0].SelfAsync()).Epoch);
        TaskBody[] tasks = (await cloud[0].Client.TasksAsync(new(), CancellationToken.None)).Body;
        TaskBody kept = Assert.Single(tasks, task => task.State == "succeeded");
        Outcome read = await cloud[0].RunAsync("task", "results", kept.Id, "stdout");
        Assert.Equal((0, "kept\n"), (read.ExitCode, read.Text));
        TaskBody[] others = [.. tasks.Where(task => task.Id != kept.Id)];
        Assert.NotEmpty(others);
        Assert.All(others, task =>
            Assert.Equal(("aborted", "facade-restarted"), (task.State, task.Reason?.Code)));
        await cloud.FreeAsync();
    }

    [Fact]
    public async Task A_peer_whose_contact_is_down_serves_and_finds_it_later()
    {
        using var first = new LiveDirectory();
        using LivePeer founder = await LivePeer.StartAsync(first.At("founder"));
        string address = founder.Listen;
        string token = await founder.InviteAsync();
        await founder.StopAsync("TERM");
        using LivePeer early = await LivePeer.StartAsync(first.At("early"), "--join", token);
        Assert.Single(await early.PeersAsync());
        using LivePeer again = await LivePeer.StartAsync(
            first.At("founder"), "--listen", address);
        await Until.TrueAsync("they see each other", 20, async () =>
            await early.StateOfAsync(again) == "alive"
            && await again.StateOfAsync(early) == "alive");
    }

    // One task per machine, each sleeping a number of seconds that names it.
    private static async Task<string> SleepAsync(LiveCloud cloud, string name)
    {
        string seconds = $"{Interlocked.Increment(ref sleeps)}";
        int count = cloud.Peers.Count;
        Outcome made = await cloud[0].RunAsync(
            "subcloud", "create", "--count", $"{count}", "--name", name, "--cpu", "1");
        Assert.Equal(0, made.ExitCode);
        TaskRequest task = new(["sleep", seconds], name);
        await cloud[0].Client.SubmitAsync(
            [.. Enumerable.Repeat(task, count)], CancellationToken.None);
        await Until.TrueAsync("every machine runs its task", 20, () =>
            Task.FromResult(Sleepers(seconds) == count));
        return seconds;
    }

    private static async Task<string?> LeftAsync(LivePeer seer, LivePeer gone)
    {
        await Until.TrueAsync("the goodbye is heard", 5, async () =>
            await seer.StateOfAsync(gone) == "left");
        return await seer.StateOfAsync(gone);
    }

    private static int Sleepers(string seconds)
    {
        int found = 0;
        foreach (string process in Directory.EnumerateDirectories("/proc"))
        {
            try
            {
                string line = File.ReadAllText(Path.Combine(process, "cmdline"));
                found += line == $"sleep\0{seconds}\0" ? 1 : 0;
            }
            catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
            {
                continue;
            }
        }

        return found;
    }
}
