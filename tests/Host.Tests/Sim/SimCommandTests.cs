using P2PCS.Host.Cli;
using P2PCS.Host.Sim;
using P2PCS.Host.Tests.Cli;

namespace P2PCS.Host.Tests.Sim;

public sealed class SimCommandTests : IDisposable
{
    private const string Tiny =
        """
        {
          "name": "tiny", "description": "Tiny.", "size": 60, "cycles": 5,
          "observers": ["nodes", "variance"],
          "expect": [{ "at": 5, "observer": "nodes", "is": NODES, "within": 0 }]
        }
        """;

    private readonly string directory =
        Directory.CreateTempSubdirectory("p2pcs-scenarios-").FullName;

    public void Dispose() => Directory.Delete(directory, true);

    [Fact]
    public async Task The_list_names_every_shipped_scenario()
    {
        using var terminal = new TestTerminal();
        Assert.Equal(ExitCodes.Ok, await terminal.RunAsync("sim", "list"));
        Assert.All(ShippedScenarios.Names, name =>
            Assert.Contains($"\n{name} ", terminal.Output, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("60", ExitCodes.Ok, "pass")]
    [InlineData("61", ExitCodes.Failed, "MISS")]
    public async Task A_run_shows_measures_and_expectations(string nodes, int code, string verdict)
    {
        using var terminal = new TestTerminal();
        Assert.Equal(code, await terminal.RunAsync("sim", "run", Write(nodes)));
        Assert.StartsWith("cycle  nodes  variance", terminal.Output, StringComparison.Ordinal);
        Assert.Contains(verdict, terminal.Output, StringComparison.Ordinal);
        Assert.StartsWith("tiny: 5/5, ", terminal.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Options_come_before_the_file()
    {
        using var terminal = new TestTerminal();
        Assert.Equal(ExitCodes.Ok, await terminal.RunAsync("sim", "run", Write("60"),
            "--cycles", "2", "--size", "80", "--seed", "5", "--threads", "2", "-o", "json"));
        Assert.Contains("\"cycles\": 2", terminal.Output, StringComparison.Ordinal);
        Assert.Contains("\"nodes\": 80", terminal.Output, StringComparison.Ordinal);
        Assert.Contains("\"seed\": 5", terminal.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reports_are_written_where_they_are_wanted()
    {
        using var terminal = new TestTerminal();
        string csv = Path.Combine(directory, "a.csv");
        string html = Path.Combine(directory, "a.html");
        await terminal.RunAsync("sim", "run", Write("60"), "--csv", csv, "--html", html);
        Assert.StartsWith("seed,cycle,nodes,variance,variance.factor\n1,0,60,",
            await File.ReadAllTextAsync(csv), StringComparison.Ordinal);
        Assert.EndsWith("</html>\n", await File.ReadAllTextAsync(html), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bad_file_is_refused_with_file_line_and_column_and_nothing_runs()
    {
        using var terminal = new TestTerminal();
        string file = Write("60, \"lose\": 1");
        Assert.Equal(ExitCodes.Usage, await terminal.RunAsync("sim", "run", file));
        Assert.StartsWith($"error: {file}:4:56: unknown key 'lose' in expect; allowed: at, ",
            terminal.Error, StringComparison.Ordinal);
        Assert.Empty(terminal.Output);
    }

    [Fact]
    public async Task More_nodes_than_a_protocol_has_room_for_are_refused()
    {
        using var terminal = new TestTerminal();
        Assert.Equal(ExitCodes.Usage,
            await terminal.RunAsync("sim", "run", "extrema", "--size", "50000000"));
        Assert.StartsWith("error: there is no room for 50000000 nodes", terminal.Error,
            StringComparison.Ordinal);
        Assert.Contains("--size for up to 2684354", terminal.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_name_is_refused_with_the_known_ones()
    {
        using var terminal = new TestTerminal();
        Assert.Equal(ExitCodes.Usage, await terminal.RunAsync("sim", "run", "moon"));
        Assert.Contains("known are averaging, ", terminal.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_file_is_told()
    {
        using var terminal = new TestTerminal();
        string file = Path.Combine(directory, "none.conf");
        Assert.Equal(ExitCodes.Failed, await terminal.RunAsync("sim", "run", file));
        Assert.Contains("none.conf", terminal.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_size_too_small_for_the_views_is_refused()
    {
        using var terminal = new TestTerminal();
        Assert.Equal(ExitCodes.Usage,
            await terminal.RunAsync("sim", "run", Write("60"), "--size", "20"));
        Assert.Contains("use --size from 21", terminal.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Papers_are_replayed_row_by_row()
    {
        using var terminal = new TestTerminal();
        Assert.Equal(ExitCodes.Ok,
            await terminal.RunAsync("sim", "papers", "--small", "--only", "2-fixed"));
        Assert.Contains("\n2-fixed  0.2940", terminal.Output, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Usage, await terminal.RunAsync("sim", "papers", "--only", "no"));
    }

    [Fact]
    public async Task The_benchmark_has_a_row_for_every_path_and_size()
    {
        using var terminal = new TestTerminal();
        Assert.Equal(ExitCodes.Ok, await terminal.RunAsync("bench", "gossip", "--sizes", "100"));
        Assert.Contains("\nScalar ", terminal.Output, StringComparison.Ordinal);
        Assert.Contains("GB/s", terminal.Output, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Usage,
            await terminal.RunAsync("bench", "gossip", "--sizes", "100,few"));
    }

    private string Write(string nodes)
    {
        string file = Path.Combine(directory, "tiny.conf");
        File.WriteAllText(file, Tiny.Replace("NODES", nodes, StringComparison.Ordinal));
        return file;
    }
}
