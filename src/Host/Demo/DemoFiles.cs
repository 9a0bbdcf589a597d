using P2PCS.Host.Cli;

namespace P2PCS.Host.Demo;

/// <summary>Finds real files for the demo to work on.</summary>
public static class DemoFiles
{
    /// <summary>Enough that the job outlives a killed peer, few enough to check by hand.</summary>
    public const int FilesMax = 300;

    private const long SizeMax = 4L << 20;

    private static readonly string[] BuiltDirectories =
        ["artifacts", "bin", "obj", "node_modules", "TestResults"];

    /// <summary>Picks at most <see cref="FilesMax"/> files of at most 4 MiB.</summary>
    /// <param name="input">A directory, or null for the project's sources.</param>
    /// <returns>Directory and path below it, in ordinal order; at least one.</returns>
    /// <exception cref="CliException">There is no such directory, or no file in it.</exception>
    public static IReadOnlyList<(string Root, string Name)> Choose(string? input)
    {
        var root = input is null ? SourceDirectory() : Path.GetFullPath(input);
        if (!Directory.Exists(root))
        {
            throw new CliException(
                $"--input: there is no directory {root}",
                "name a directory with files to work on",
                ExitCodes.Usage);
        }

        var names = new List<string>();
        Visit(new DirectoryInfo(root), "", names);
        if (names.Count == 0)
        {
            throw new CliException(
                $"--input: {root} has no files of up to 4 MiB that are not hidden",
                "name a directory with files to work on",
                ExitCodes.Usage);
        }

        names.Sort(StringComparer.Ordinal);
        return [.. names.Take(FilesMax).Select(name => (root, name))];
    }

    // An installed program has no sources around it: its own files are real files as well.
    private static string SourceDirectory()
    {
        string[] starts = [Directory.GetCurrentDirectory(), AppContext.BaseDirectory];
        foreach (var start in starts)
        {
            for (var at = new DirectoryInfo(start); at is not null; at = at.Parent)
            {
                if (File.Exists(Path.Combine(at.FullName, "P2PCS.sln"))) return at.FullName;
            }
        }

        return AppContext.BaseDirectory;
    }

    private static void Visit(DirectoryInfo directory, string prefix, List<string> names)
    {
        foreach (var entry in directory.EnumerateFileSystemInfos())
        {
            if (entry.Name.StartsWith('.') || entry.LinkTarget is not null) continue;
            var name = Path.Combine(prefix, entry.Name);
            if (entry is FileInfo { Length: <= SizeMax }) names.Add(name);
            if (entry is DirectoryInfo below && !BuiltDirectories.Contains(entry.Name))
                Visit(below, name, names);
        }
    }
}
