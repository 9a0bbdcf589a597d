using P2PCS.Host.Bench;
using P2PCS.Host.Tests.Cli;

namespace P2PCS.Host.Tests.Bench;

public sealed class LogTailTests
{
    [Fact]
    public void Lines_come_once_and_only_when_they_are_complete()
    {
        using var directory = new TempDirectory();
        string path = Path.Combine(directory.Path, "log");
        using var tail = new LogTail(path);
        var lines = new List<string>();
        tail.Read(lines.Add);
        Assert.Empty(lines);
        File.WriteAllText(path, "one\ntw");
        tail.Read(lines.Add);
        Assert.Equal(["one"], lines);
        File.AppendAllText(path, "o\n\nthree\n");
        tail.Read(lines.Add);
        tail.Read(lines.Add);
        Assert.Equal(["one", "two", "", "three"], lines);
    }

    [Fact]
    public void What_was_there_before_can_be_passed_over()
    {
        using var directory = new TempDirectory();
        string path = directory.File("log", "old\n");
        using var tail = new LogTail(path, start: 4);
        File.AppendAllText(path, "new\n");
        var lines = new List<string>();
        tail.Read(lines.Add);
        Assert.Equal(["new"], lines);
    }

    [Fact]
    public void More_than_one_buffer_of_lines_is_read()
    {
        using var directory = new TempDirectory();
        string[] written = [.. Enumerable.Range(0, 20_000).Select(i => $"line {i}")];
        string path = directory.File("log", string.Join('\n', written) + "\n");
        using var tail = new LogTail(path);
        var lines = new List<string>();
        tail.Read(lines.Add);
        Assert.Equal(written, lines);
    }
}
