using P2PCS.Host.Cli;

namespace P2PCS.Host.Tests.Cli;

public sealed class FacadeLocatorTests : IDisposable
{
    private readonly TempDirectory temp = new();

    public void Dispose() => temp.Dispose();

    [Fact]
    public void A_serving_peer_is_found_by_its_data_directory()
    {
        Serve("http://127.0.0.1:7401", "secret\n");
        var address = Find(new FacadeChoice(DataDirectory: temp.Path));
        Assert.Equal("http://127.0.0.1:7401/", address.Url.AbsoluteUri);
        Assert.Equal("secret", address.Token);
    }

    [Fact]
    public void An_option_beats_the_environment()
    {
        Serve("http://127.0.0.1:7401", "secret");
        var address = Find(
            new FacadeChoice(DataDirectory: temp.Path), ("P2PCS_FACADE", "http://127.0.0.1:1"));
        Assert.Equal(7401, address.Url.Port);
    }

    [Fact]
    public void The_environment_beats_the_own_directory()
    {
        var address = Find(
            new FacadeChoice(),
            ("P2PCS_FACADE", "http://127.0.0.1:1"),
            ("P2PCS_TOKEN", "t"),
            ("HOME", temp.Path));
        Assert.Equal(1, address.Url.Port);
        Assert.Equal("t", address.Token);
    }

    [Fact]
    public void The_token_of_the_own_peer_is_not_sent_to_a_named_facade()
    {
        Serve("http://127.0.0.1:7401", "secret");
        var address = Find(
            new FacadeChoice(Facade: "http://127.0.0.1:9"), ("P2PCS_DATA", temp.Path));
        Assert.Null(address.Token);
    }

    [Fact]
    public void A_given_token_needs_no_token_file()
    {
        Serve("http://127.0.0.1:7401", token: null);
        var address = Find(new FacadeChoice(Token: "mine", DataDirectory: temp.Path));
        Assert.Equal("mine", address.Token);
    }

    [Fact]
    public void Without_options_the_directory_below_home_is_meant()
    {
        var directory = FacadeLocator.DataDirectory(null, name => name == "HOME" ? "/h" : null);
        Assert.Equal("/h/.local/share/p2pcs", directory);
    }

    [Fact]
    public void A_missing_directory_is_named_and_the_way_to_start_a_peer_told()
    {
        var missing = Path.Combine(temp.Path, "none");
        Refuses(missing, ExitCodes.Unreachable, missing, $"p2pcs up --data {missing}");
    }

    [Fact]
    public void A_directory_without_a_serving_peer_is_told_so() =>
        Refuses(temp.Path, ExitCodes.Unreachable, "no peer is running in", "p2pcs up");

    [Theory]
    [InlineData("{")]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{\"api\":\"nonsense\"}")]
    public void A_damaged_peer_file_is_an_error_not_a_crash(string text)
    {
        temp.File("peer.json", text);
        Refuses(temp.Path, ExitCodes.Unreachable, "peer.json", "p2pcs up");
    }

    [Fact]
    public void A_missing_token_file_is_an_error_of_authentication()
    {
        Serve("http://127.0.0.1:7401", token: null);
        Refuses(temp.Path, ExitCodes.Unauthenticated, "token", "--token");
    }

    [Fact]
    public void Without_home_a_directory_must_be_named()
    {
        var refusal = Assert.Throws<CliException>(() => Find(new FacadeChoice()));
        Assert.Equal(ExitCodes.Usage, refusal.ExitCode);
    }

    [Fact]
    public async Task A_peer_that_is_gone_leaves_a_stale_file_and_a_clear_error()
    {
        // Port 1 of the loopback interface has no listener.
        Serve("http://127.0.0.1:1", "secret");
        using var terminal = new TestTerminal();
        Assert.Equal(ExitCodes.Unreachable, await terminal.RunAsync("self", "--data", temp.Path));
        Assert.Contains("no peer answers at", terminal.Error, StringComparison.Ordinal);
        Assert.Contains("written by process 42", terminal.Error, StringComparison.Ordinal);
        Assert.Contains($"p2pcs up --data {temp.Path}", terminal.Error, StringComparison.Ordinal);
    }

    private void Serve(string api, string? token)
    {
        var json = $$"""{"id":"ab","pid":42,"listen":"127.0.0.1:7400","api":"{{api}}"}""";
        temp.File("peer.json", json);
        if (token is not null) temp.File("token", token);
    }

    private static FacadeAddress Find(
        FacadeChoice choice, params (string Name, string Value)[] variables) =>
        FacadeLocator.Find(choice, name =>
            Array.Find(variables, variable => variable.Name == name).Value);

    private static void Refuses(string directory, int exitCode, string detail, string hint)
    {
        var refusal = Assert.Throws<CliException>(() =>
            Find(new FacadeChoice(DataDirectory: directory)));
        Assert.Equal(exitCode, refusal.ExitCode);
        Assert.Contains(detail, refusal.Message, StringComparison.Ordinal);
        Assert.Contains(hint, refusal.Hint, StringComparison.Ordinal);
    }
}
