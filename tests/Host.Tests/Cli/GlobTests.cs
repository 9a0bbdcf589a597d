using P2PCS.Host.Cli.Map;

namespace P2PCS.Host.Tests.Cli;

public sealed class GlobTests : IDisposable
{
    private readonly TempDirectory temp = new();

    public GlobTests()
    {
        string[] names =
        [
            "a.txt", "b.txt", "c.md", ".hidden.txt", "s*r.txt", "src/x.cs", "src/y.txt",
            "src/deep/z.cs", "src/deep/.git/w.cs", "src/deep/er/v.cs",
        ];
        foreach (var name in names) temp.File(name, name);
    }

    public void Dispose() => temp.Dispose();

    [Theory]
    [InlineData("*.txt", "", "a.txt b.txt s*r.txt")]
    [InlineData("?.txt", "", "a.txt b.txt")]
    [InlineData("./*.md", "", "c.md")]
    [InlineData("a.txt", "", "a.txt")]
    [InlineData("src/x.cs", "src", "x.cs")]
    [InlineData("s*r.txt", "", "s*r.txt")]
    [InlineData("src/*.cs", "src", "x.cs")]
    [InlineData("src/**/*.cs", "src", "deep/er/v.cs deep/z.cs x.cs")]
    [InlineData("src/**", "src", "deep/er/v.cs deep/z.cs x.cs y.txt")]
    [InlineData("**/*.md", "", "c.md")]
    [InlineData("*/deep/*.cs", "", "src/deep/z.cs")]
    [InlineData("src/*/../*.cs", "src", "")]
    [InlineData(".*.txt", "", ".hidden.txt")]
    [InlineData("none/*.txt", "none", "")]
    [InlineData("nothing", "", "")]
    [InlineData("src", "", "")]
    public void A_pattern_finds_its_files_below_its_fixed_prefix(
        string pattern, string root, string names)
    {
        var glob = Glob.Parse(pattern, temp.Path);
        Assert.Equal(Path.GetFullPath(Path.Combine(temp.Path, root)), glob.Root);
        Assert.Equal(names, string.Join(' ', glob.Expand()));
    }

    [Fact]
    public void An_absolute_pattern_is_as_good()
    {
        var glob = Glob.Parse(temp.Path + "/src/*.cs", "/");
        Assert.Equal(["x.cs"], glob.Expand());
    }

    [Fact]
    public void A_circle_of_links_is_not_followed()
    {
        Directory.CreateSymbolicLink(Path.Combine(temp.Path, "src", "loop"), temp.Path);
        Assert.Equal(
            ["deep/er/v.cs", "deep/z.cs", "x.cs"],
            Glob.Parse("src/**/*.cs", temp.Path).Expand());
    }
}
