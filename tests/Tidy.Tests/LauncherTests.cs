namespace P2PCS.Tidy.Tests;

/// <summary>The real launcher in a small checkout, with a dotnet command that only notes.</summary>
public sealed class LauncherTests : IDisposable
{
    // Builds take a moment, so that launches at the same time meet; programs print what they got.
    private const string Dotnet =
        """
        #!/bin/bash
        case $1 in
          --version) echo 10.0.100 ;;
          build)
            echo "built in $PWD" >>"${0%/*}/builds"
            sleep 0.2
            echo 'noise of the compiler'
            [ ! -e "${0%/*}/broken" ] || exit 1
            mkdir -p artifacts/bin/Host/release
            : >artifacts/bin/Host/release/p2pcs.dll ;;
          *) printf '%s\n' "$$" "$PWD" "$@" ;;
        esac
        """;

    private readonly string top = Directory.CreateTempSubdirectory("p2pcs launcher ").FullName;

    public LauncherTests()
    {
        Write("bin/dotnet", Dotnet);
        Write("checkout/src/Host/Program.cs", "return 0;");
        Write("checkout/config/a.conf", "{}");
        Write("checkout/Directory.Build.props", "<Project />");
        Write("checkout/global.json", "{}");
        foreach (var script in new[] { "p2pcs", "scripts/setup.sh" })
        {
            Write($"checkout/{script}", File.ReadAllText(Repository.FullPath(script)));
        }
    }

    private string Checkout => At("checkout");

    private int Builds =>
        File.Exists(At("bin/builds")) ? File.ReadAllLines(At("bin/builds")).Length : 0;

    public void Dispose() => Directory.Delete(top, recursive: true);

    [BashFact]
    public async Task Arguments_and_the_current_directory_reach_the_program()
    {
        var run = await Launch(top, Path.Combine(Checkout, "p2pcs"), "run", "a b", "", "*", "'");
        var program = Path.Combine(Checkout, "artifacts/bin/Host/release/p2pcs.dll");
        Assert.Equal([top, program, "run", "a b", "", "*", "'"],
            run.Output.TrimEnd('\n').Split('\n')[1..]);
    }

    [BashFact]
    public async Task The_launcher_becomes_the_program_so_signals_reach_it()
    {
        var run = await Launch(Checkout, "./p2pcs");
        Assert.Equal($"{run.ProcessId}", run.Lines[0]);
    }

    [BashFact]
    public async Task A_symlink_finds_its_checkout()
    {
        File.CreateSymbolicLink(At("bin/link"), Path.Combine(Checkout, "p2pcs"));
        var run = await Launch(top, At("bin/link"), "peers");
        Assert.Equal(Path.Combine(Checkout, "artifacts/bin/Host/release/p2pcs.dll"), run.Lines[2]);
    }

    [BashFact]
    public async Task It_builds_once_and_again_only_when_a_source_came_or_went()
    {
        var first = await Launch(Checkout, "./p2pcs");
        var second = await Launch(Checkout, "./p2pcs");
        Assert.Equal(1, Builds);
        Assert.Equal("building p2pcs ...\n", first.Errors);
        Assert.Equal("", second.Errors);

        Write("checkout/src/Host/More.cs", "");
        await Launch(Checkout, "./p2pcs");
        Assert.Equal(2, Builds);

        File.Delete(Path.Combine(Checkout, "src/Host/More.cs"));
        await Launch(Checkout, "./p2pcs");
        Assert.Equal(3, Builds);
    }

    [BashFact]
    public async Task Ten_launches_at_once_build_once()
    {
        var runs = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ =>
            Launch(Checkout, "./p2pcs", "peers")));
        Assert.All(runs, run => Assert.Equal("peers", run.Lines[3]));
        Assert.Equal(1, Builds);
    }

    [BashFact]
    public async Task A_failed_build_shows_its_output_and_is_tried_again()
    {
        Write("bin/broken", "");
        var broken = await Launch(Checkout, "./p2pcs", "peers");
        Assert.Equal(125, broken.ExitCode);
        Assert.Equal("", broken.Output);
        Assert.Contains("noise of the compiler", broken.Errors, StringComparison.Ordinal);

        File.Delete(At("bin/broken"));
        Assert.Equal(0, (await Launch(Checkout, "./p2pcs", "peers")).ExitCode);
    }

    private Task<Finished> Launch(string folder, string program, params string[] arguments) =>
        Shell.Run(Path.GetFullPath(program, folder), folder, At("bin"), arguments);

    private string At(string path) => Path.Combine(top, path);

    private void Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(At(path))!);
        File.WriteAllText(At(path), text);
        if (!OperatingSystem.IsWindows() && text.StartsWith("#!", StringComparison.Ordinal))
        {
            File.SetUnixFileMode(At(path), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }
    }
}
