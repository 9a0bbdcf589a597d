using P2PCS.Host.Cli;
using P2PCS.Host.Demo;

namespace P2PCS.Host.Tests.Cli;

public sealed class DemoFilesTests : IDisposable
{
    private readonly TempDirectory temp = new();

    public void Dispose() => temp.Dispose();

    [Fact]
    public void Sources_are_chosen_and_what_was_built_from_them_is_not()
    {
        foreach (var name in new[] { "b.cs", "a/x.md", "artifacts/y", "a/obj/z", ".git/w", ".e" })
            temp.File(name, name);
        var chosen = DemoFiles.Choose(temp.Path);
        Assert.Equal([(temp.Path, "a/x.md"), (temp.Path, "b.cs")], chosen);
    }

    [Fact]
    public void At_most_300_files_are_chosen()
    {
        for (var i = 0; i < 310; i++) temp.File($"{i}", "");
        Assert.Equal(DemoFiles.FilesMax, DemoFiles.Choose(temp.Path).Count);
    }

    [Fact]
    public void Without_input_there_are_always_some_files() =>
        Assert.NotEmpty(DemoFiles.Choose(null));

    [Fact]
    public void A_directory_without_files_is_refused() =>
        Assert.Throws<CliException>(() => DemoFiles.Choose(temp.Path));

    [Fact]
    public void A_missing_directory_is_refused() =>
        Assert.Throws<CliException>(() => DemoFiles.Choose(Path.Combine(temp.Path, "none")));
}
