using System.Diagnostics;
using System.Reflection;

namespace P2PCS.Tidy.Tests;

/// <summary>A text file of the repository; its path is relative to the root.</summary>
public sealed record TextFile(string Path, string Text)
{
    public bool IsBelow(string folder) => Path.StartsWith(folder, StringComparison.Ordinal);

    public bool IsKind(string extension) => Path.EndsWith(extension, StringComparison.Ordinal);
}

/// <summary>The files the rules are about: what git tracks or would track.</summary>
public static class Repository
{
    private static readonly Lazy<IReadOnlyList<TextFile>> AllFiles = new(ReadAll);

    public static string Root { get; } = FindRoot();

    public static IReadOnlyList<TextFile> Files => AllFiles.Value;

    /// <summary>"release" or "debug": the configuration of this run's assemblies.</summary>
    public static string Configuration { get; } =
        Path.GetFileName(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));

    public static IEnumerable<TextFile> Sources(string folder) =>
        Files.Where(file => file.IsBelow(folder) && file.IsKind(".cs"));

    public static string FullPath(string path) => Path.Combine(Root, path);

    private static string FindRoot()
    {
        var start = Path.GetDirectoryName(Assembly.GetExecutingAssembly().Location)!;
        for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "P2PCS.sln")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException($"No P2PCS.sln above {start}");
    }

    private static List<TextFile> ReadAll() =>
        [.. (GitPaths() ?? WalkedPaths())
            .Where(path => File.Exists(FullPath(path)))
            .Order(StringComparer.Ordinal)
            .Select(path => new TextFile(path, File.ReadAllText(FullPath(path))))
            .Where(file => !file.Text.Contains('\0'))];

    // New files that are not ignored count too: a rule should speak before the commit.
    private static List<string>? GitPaths()
    {
        if (!Path.Exists(FullPath(".git")))
        {
            return null;
        }

        try
        {
            const string list = "ls-files -z --cached --others --exclude-standard";
            var start = new ProcessStartInfo("git", list)
            {
                WorkingDirectory = Root,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            using var git = Process.Start(start)!;
            var output = git.StandardOutput.ReadToEnd();
            git.WaitForExit();
            var paths = output.Split('\0', StringSplitOptions.RemoveEmptyEntries);
            return git.ExitCode == 0 && paths.Length > 0 ? [.. paths.Distinct()] : null;
        }
        catch (System.ComponentModel.Win32Exception) // git is not installed
        {
            return null;
        }
    }

    private static IEnumerable<string> WalkedPaths()
    {
        string[] generated = [".git/", "artifacts/", "TestResults/", "node_modules/"];
        return Directory.EnumerateFiles(Root, "*", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Root, path).Replace('\\', '/'))
            .Where(path => !generated.Any(folder =>
                $"/{path}".Contains($"/{folder}", StringComparison.Ordinal)));
    }
}
