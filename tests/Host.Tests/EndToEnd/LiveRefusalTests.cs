namespace P2PCS.Host.Tests.EndToEnd;

[Collection("end to end")]
public sealed class LiveRefusalTests(SharedCloud shared)
{
    [Theory]
    [InlineData(2, "frobnicate", "frobnicate", "commands are")]
    [InlineData(2, "peers --bogus", "--bogus", "--help")]
    [InlineData(2, "run --bogus -- true", "--bogus", "after --")]
    [InlineData(2, "up --join p2pcs1.AAAA", "--join", "damaged")]
    [InlineData(2, "up --join @/nonexistent/token", "cannot read", "--help")]
    [InlineData(3, "peer ban ffffffffffffff", "0 known peers", "peers")]
    [InlineData(3, "invite revoke inv_none", "inv_none", "invites")]
    [InlineData(2, "invite create --ttl soon", "soon", "use a number")]
    [InlineData(2, "up --api 192.0.2.1:0", "--api", "loopback")]
    [InlineData(5, "peers --token wrong", "token", "hint:")]
    [InlineData(4, "run --mem 64GiB -- true", "too small", "lower")]
    [InlineData(4, "subcloud create --count 9", "at least 9", "lower --count")]
    [InlineData(3, "subcloud describe sc_none", "sc_none", "subcloud list")]
    [InlineData(3, "run --subcloud sc_none -- true", "sc_none", "subcloud list")]
    [InlineData(3, "task describe task_none", "task_none", "task list")]
    [InlineData(2, "subcloud create --count 1 --ttl soon", "soon", "use a number")]
    public async Task Bad_input_gets_a_clear_error_and_changes_nothing(
        int exitCode, string words, string what, string advice)
    {
        Outcome ran = await shared.Facade.RunAsync(words.Split(' '));
        Assert.Equal((exitCode, ""), (ran.ExitCode, ran.Text));
        Assert.StartsWith("error: ", ran.Error, StringComparison.Ordinal);
        Assert.Contains(what, ran.Error, StringComparison.Ordinal);
        Assert.Contains(advice, ran.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", ran.Error, StringComparison.Ordinal);
        await shared.Cloud.FreeAsync();
    }

    [Fact]
    public async Task Ports_and_directories_in_use_are_refused_with_advice()
    {
        string fresh = shared.Cloud.At("fresh");
        string used = shared.Facade.Api["http://".Length..];
        string free = "127.0.0.1:0";
        (string Data, string Listen, string Api, string What)[] cases =
        [
            (fresh, shared.Facade.Listen, free, "(UDP)"),
            (fresh, used, free, "(TCP)"),
            (fresh, free, used, "(REST)"),
            (shared.Facade.DataDirectory, free, free, "in use by another peer"),
            (Path.Combine(shared.Facade.DataDirectory, "token"), free, free, "is a file"),
        ];
        foreach ((string data, string listen, string api, string what) in cases)
        {
            Outcome ran = await Program.RunAsync(
                "up", "--data", data, "--listen", listen, "--api", api);
            Assert.Equal((1, ""), (ran.ExitCode, ran.Text));
            Assert.Contains(what, ran.Error, StringComparison.Ordinal);
            Assert.Contains("pass a", ran.Error, StringComparison.Ordinal);
            Assert.Single(ran.Error.TrimEnd().Split('\n'));
            Assert.False(File.Exists(Path.Combine(fresh, "peer.json")));
        }

        Assert.Equal(0, (await shared.Facade.RunAsync("self")).ExitCode);
    }

    [Theory]
    [InlineData("identity.pem", "restore it from a copy")]
    [InlineData("state.db", "restore it from a copy")]
    [InlineData("token", "token")]
    public async Task A_damaged_file_is_reported_and_left_alone(string name, string advice)
    {
        string data = shared.Cloud.At("damaged-" + name);
        using (LivePeer peer = await LivePeer.StartAsync(data))
            await peer.StopAsync("TERM");
        string file = Path.Combine(data, name);
        await File.WriteAllTextAsync(file, "two words\n");
        Outcome ran = await Program.RunAsync(
            "up", "--data", data, "--listen", "127.0.0.1:0", "--api", "127.0.0.1:0");
        Assert.Equal((1, ""), (ran.ExitCode, ran.Text));
        Assert.Contains(file, ran.Error, StringComparison.Ordinal);
        Assert.Contains(advice, ran.Error, StringComparison.Ordinal);
        Assert.Equal("two words\n", await File.ReadAllTextAsync(file));
    }

    [Fact]
    public async Task A_client_without_a_running_peer_says_how_to_start_one()
    {
        string stale = shared.Cloud.At("stale");
        Directory.CreateDirectory(stale);
        await File.WriteAllTextAsync(Path.Combine(stale, "token"), "t");
        await File.WriteAllTextAsync(
            Path.Combine(stale, "peer.json"),
            """{"id":"ab","pid":1,"listen":"127.0.0.1:1","api":"http://127.0.0.1:1"}""");
        foreach (string data in new[] { stale, shared.Cloud.At("absent") })
        {
            Outcome ran = await Program.RunAsync("peers", "--data", data);
            Assert.Equal((69, ""), (ran.ExitCode, ran.Text));
            Assert.Contains($"p2pcs up --data {data}", ran.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task An_expired_and_a_released_subcloud_refuse_tasks()
    {
        LivePeer facade = shared.Facade;
        await facade.RunAsync("subcloud", "create", "--count", "1", "--name", "gone");
        await facade.RunAsync("subcloud", "release", "gone");
        await facade.RunAsync("subcloud", "create", "--count", "2", "--name", "old", "--ttl", "1s");
        await shared.Cloud.FreeAsync();
        foreach ((string name, string word) in new[] { ("gone", "released"), ("old", "expired") })
        {
            Outcome ran = await facade.RunAsync("run", "--subcloud", name, "--", "true");
            Assert.Equal((3, ""), (ran.ExitCode, ran.Text));
            Assert.Contains(word, ran.Error, StringComparison.Ordinal);
            Assert.Contains("Create a new one", ran.Error, StringComparison.Ordinal);
        }
    }
}
