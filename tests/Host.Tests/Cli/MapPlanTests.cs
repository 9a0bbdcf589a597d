using P2PCS.Host.Cli;
using P2PCS.Host.Cli.Map;

namespace P2PCS.Host.Tests.Cli;

public sealed class MapPlanTests : IDisposable
{
    private readonly TempDirectory temp = new();

    public void Dispose() => temp.Dispose();

    [Fact]
    public async Task Results_keep_their_path_below_the_prefix_and_get_the_suffix()
    {
        temp.File("in/a.txt", "hello");
        temp.File("in/sub/b.txt", "");
        var plan = await PlanAsync("out", ".gz", "in/**/*.txt");
        Assert.Equal(["a.txt", "sub/b.txt"], plan.Files.Select(file => file.Name));
        Assert.Equal(
            ["a.txt.gz", "sub/b.txt.gz"],
            plan.Files.Select(file => Path.GetRelativePath(plan.Output, file.Output)));
        Assert.Equal(5, plan.Files[0].Size);
        Assert.Equal(
            "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824",
            plan.Files[0].Digest);
    }

    [Fact]
    public async Task A_file_found_twice_is_mapped_once()
    {
        temp.File("in/a.txt", "a");
        var plan = await PlanAsync("out", "", "in/*.txt", "in/a*");
        Assert.Single(plan.Files);
    }

    [Fact]
    public async Task An_input_is_never_overwritten()
    {
        temp.File("in/a.txt", "precious");
        await RefusesAsync("would overwrite the input", "in", "in/*.txt");
        Assert.Equal("precious", File.ReadAllText(Path.Combine(temp.Path, "in", "a.txt")));
    }

    [Fact]
    public async Task An_input_is_not_overwritten_through_a_link_either()
    {
        temp.File("in/a.txt", "precious");
        var link = Path.Combine(temp.Path, "link");
        Directory.CreateSymbolicLink(link, Path.Combine(temp.Path, "in"));
        await RefusesAsync("would overwrite the input", "link", "in/*.txt");
    }

    [Fact]
    public async Task A_suffix_makes_results_beside_inputs_possible()
    {
        temp.File("in/a.txt", "a");
        var plan = await PlanAsync("in", ".gz", "in/*.txt");
        Assert.EndsWith("in/a.txt.gz", plan.Files[0].Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_inputs_never_share_a_result()
    {
        temp.File("one/a.txt", "1");
        temp.File("two/a.txt", "2");
        await RefusesAsync("would both write", "out", "one/*.txt", "two/*.txt");
    }

    [Fact]
    public async Task A_pattern_without_a_match_is_refused() =>
        await RefusesAsync("no file matches", "out", "in/*.txt");

    [Fact]
    public async Task A_directory_is_refused_with_the_pattern_that_would_do()
    {
        temp.File("in/a.txt", "a");
        var refusal = await RefusesAsync("no file matches", "out", "in");
        Assert.Contains("/in/**", refusal.Hint, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unreadable_input_is_refused_before_anything_is_sent()
    {
        // A link to nowhere matches and cannot be opened, for root too.
        Directory.CreateDirectory(Path.Combine(temp.Path, "in"));
        File.CreateSymbolicLink(Path.Combine(temp.Path, "in", "a.txt"), "/none/such");
        await RefusesAsync("cannot read the input", "out", "in/*.txt");
    }

    [Fact]
    public async Task An_output_that_is_a_file_is_refused()
    {
        temp.File("in/a.txt", "a");
        temp.File("out", "a file");
        await RefusesAsync("cannot make the directory", "out", "in/*.txt");
    }

    private Task<MapPlan> PlanAsync(string output, string suffix, params string[] patterns) =>
        MapPlan.MakeAsync(
            [.. patterns.Select(pattern => Path.Combine(temp.Path, pattern))],
            Path.Combine(temp.Path, output),
            suffix,
            CancellationToken.None);

    private async Task<CliException> RefusesAsync(
        string detail, string output, params string[] patterns)
    {
        var refusal = await Assert.ThrowsAsync<CliException>(() =>
            PlanAsync(output, "", patterns));
        Assert.Equal(ExitCodes.Usage, refusal.ExitCode);
        Assert.Contains(detail, refusal.Message, StringComparison.Ordinal);
        return refusal;
    }
}
