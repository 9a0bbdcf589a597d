namespace P2PCS.Tidy.Tests;

/// <summary>The check's own counting, over result files as the test runner writes them.</summary>
public sealed class ResultTests : IDisposable
{
    private readonly string top = Directory.CreateTempSubdirectory("p2pcs results ").FullName;

    public void Dispose() => Directory.Delete(top, recursive: true);

    [BashFact]
    public async Task Passed_failed_and_skipped_tests_are_summed()
    {
        Report("A", total: 5, executed: 4, passed: 3);
        Report("B", total: 2, executed: 2, passed: 2);
        Assert.Equal("5 passed, 1 failed, 1 skipped", await Closing("A 1", "B 0"));
    }

    [BashFact]
    public async Task Without_skipped_tests_the_line_does_not_speak_of_them()
    {
        Report("A", total: 2, executed: 2, passed: 2);
        Assert.Equal("2 passed, 0 failed", await Closing("A 0"));
    }

    [BashFact]
    public async Task A_runner_that_fails_without_a_failed_test_counts_as_failed()
    {
        Report("A", total: 2, executed: 2, passed: 2);
        Assert.Equal("2 passed, 1 failed", await Closing("A 134"));
    }

    [BashFact]
    public async Task A_project_with_tests_but_no_results_counts_as_failed()
    {
        Source("A", "    [Fact]\n    public void It_works() { }\n");
        Assert.Equal("0 passed, 1 failed", await Closing("A 0"));
    }

    [BashFact]
    public async Task A_project_without_tests_counts_as_nothing()
    {
        Source("A", "// [Fact] stands in no line of its own\n");
        Assert.Equal("0 passed, 0 failed", await Closing("A 0"));
    }

    private void Source(string project, string text)
    {
        Directory.CreateDirectory(Path.Combine(top, project));
        File.WriteAllText(Path.Combine(top, project, "ATests.cs"), text);
    }

    private void Report(string project, int total, int executed, int passed)
    {
        Source(project, "[Fact]\n");
        File.WriteAllText(Path.Combine(top, $"{project}.trx"),
            $"""
            <?xml version="1.0" encoding="utf-8"?>
              <ResultSummary outcome="Completed">
                <Counters total="{total}" executed="{executed}" passed="{passed}" failed="0" />
              </ResultSummary>
            """);
    }

    // Each run is "PROJECT RUNNER_EXIT_CODE"; the last line of output is the closing line.
    private async Task<string> Closing(params string[] runs)
    {
        const string script =
            """
            . "$0"
            for run in "$@"; do add_results "${run% *}" "${run% *}.trx" "${run#* }"; done
            closing_line
            """;
        var scripts = Repository.FullPath("scripts/results.sh");
        var finished = await Shell.Run("/bin/bash", top, null, ["-uc", script, scripts, .. runs]);
        Assert.Equal("", finished.Errors);
        return finished.Lines[^1];
    }
}
