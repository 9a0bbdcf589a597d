using P2PCS.Host.Cli;

namespace P2PCS.Host.Tests.Cli;

public sealed class ParsingTests
{
    [Theory]
    [InlineData("127.0.0.1:7400", "127.0.0.1:7400")]
    [InlineData("127.9.9.9:0", "127.9.9.9:0")]
    [InlineData("localhost:80", "127.0.0.1:80")]
    [InlineData("[::1]:65535", "[::1]:65535")]
    public void A_loopback_endpoint_is_read(string text, string expected)
    {
        Assert.Null(NetworkEndpoint.TryParseLoopback(text, out var endpoint));
        Assert.Equal(expected, endpoint!.ToString());
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData(":7400")]
    [InlineData("127.0.0.1:")]
    [InlineData("127.0.0.1:65536")]
    [InlineData("127.0.0.1:-1")]
    [InlineData("::1:7400")]
    [InlineData("example:7400")]
    public void What_is_no_endpoint_is_refused_with_what_is(string text)
    {
        var error = NetworkEndpoint.TryParseLoopback(text, out _);
        Assert.Contains("127.0.0.1:7400", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0.0.0.0:7400")]
    [InlineData("192.0.2.1:7400")]
    [InlineData("[::]:7400")]
    public void Addresses_beyond_this_machine_are_refused_and_the_reason_told(string text)
    {
        var error = NetworkEndpoint.TryParseLoopback(text, out _);
        Assert.Contains(
            "only loopback addresses", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("up", "p2pcs1.c2VjcmV0c2VjcmV0")]
    [InlineData("up", "P2PCS1.c2VjcmV0c2VjcmV0")]
    [InlineData("up", "p2pcs1c2VjcmV0c2VjcmV0")]
    [InlineData("p2pcs1.c2VjcmV0c2VjcmV0")]
    [InlineData("self", "-o", "p2pcs1.c2VjcmV0c2VjcmV0")]
    [InlineData("up", "--cpu", "p2pcs1.c2VjcmV0c2VjcmV0")]
    public async Task A_token_in_the_wrong_place_is_not_repeated(params string[] args)
    {
        using var terminal = new TestTerminal();
        Assert.Equal(ExitCodes.Usage, await terminal.RunAsync(args));
        Assert.DoesNotContain("c2Vj", terminal.Error, StringComparison.Ordinal);
        Assert.Contains("p2pcs1", terminal.Error, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("frobnicate")]
    [InlineData("peers", "--bogus")]
    [InlineData("self", "-o", "xml")]
    [InlineData("up", "--api", "0.0.0.0:7401")]
    [InlineData("up", "--join", "p2pcs1.AAAA")]
    [InlineData("invite")]
    [InlineData("invite", "create", "--role", "king")]
    [InlineData("invite", "revoke")]
    [InlineData("peer", "ban")]
    [InlineData("up", "--join", "127.0.0.1:0")]
    [InlineData("up", "--profile", "moon")]
    [InlineData("up", "--mem", "much")]
    [InlineData("up", "--cpu", "-1")]
    [InlineData("subcloud")]
    [InlineData("subcloud", "create")]
    [InlineData("subcloud", "create", "--count", "0")]
    [InlineData("subcloud", "create", "--count", "2", "--min", "3")]
    [InlineData("subcloud", "create", "--count", "2", "--ttl", "soon")]
    [InlineData("run")]
    [InlineData("run", "--")]
    [InlineData("run", "--cpuu", "2", "--", "true")]
    [InlineData("run", "true")]
    [InlineData("map", "--input", "x", "--", "true")]
    [InlineData("map", "--input", "x", "--output", "y", "--count", "1", "--subcloud", "s",
        "--", "true")]
    [InlineData("task", "describe")]
    [InlineData("map", "--input", "x", "--output", "y", "--count", "many", "--", "true")]
    [InlineData("map", "--input", "x", "--output", "y", "--ttl", "--", "true")]
    [InlineData("demo", "--peers", "1")]
    [InlineData("demo", "--peers", "few")]
    [InlineData]
    public async Task A_bad_command_line_ends_with_2_an_error_and_a_hint(params string[] args)
    {
        using var terminal = new TestTerminal();
        Assert.Equal(ExitCodes.Usage, await terminal.RunAsync(args));
        Assert.StartsWith("error: ", terminal.Error, StringComparison.Ordinal);
        Assert.Contains("\nhint: ", terminal.Error, StringComparison.Ordinal);
        Assert.Empty(terminal.Output);
    }

    [Fact]
    public async Task An_unknown_command_is_named_and_the_known_ones_listed()
    {
        using var terminal = new TestTerminal();
        await terminal.RunAsync("frobnicate");
        Assert.Equal(
            "error: Unrecognized command or argument 'frobnicate'.\nhint: commands are up, self, "
            + "peers, slices, peer, query, top, invite, key, subcloud, drain, resume, revoke, "
            + "run, map, task, demo, sim, bench, version;",
            terminal.Error[..terminal.Error.IndexOf(" see ", StringComparison.Ordinal)]);
    }

    [Theory]
    [InlineData("version")]
    [InlineData("--version")]
    public async Task The_version_is_printed(string word)
    {
        using var terminal = new TestTerminal();
        Assert.Equal(ExitCodes.Ok, await terminal.RunAsync(word));
        Assert.Equal($"p2pcs {CommandLine.Version}\n", terminal.Output);
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("run", "--help")]
    [InlineData("subcloud", "create", "-h")]
    public async Task Help_is_no_error(params string[] args)
    {
        using var terminal = new TestTerminal();
        Assert.Equal(ExitCodes.Ok, await terminal.RunAsync(args));
        Assert.Contains("--facade", terminal.Output, StringComparison.Ordinal);
    }
}
