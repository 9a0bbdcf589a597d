using System.IO.Enumeration;

namespace P2PCS.Host.Cli.Map;

/// <summary>
/// A pattern of file paths: <c>*</c> and <c>?</c> within a name, <c>**</c> for any directories.
/// As in a shell, a wildcard never matches a leading dot.
/// </summary>
public sealed class Glob
{
    private readonly string[] wild;

    private Glob(string root, string[] wild)
    {
        Root = root;
        this.wild = wild;
    }

    /// <summary>The directory before the first wildcard; matches are relative to it.</summary>
    public string Root { get; }

    /// <summary>Splits a pattern at its first wildcard.</summary>
    /// <param name="pattern">Relative to <paramref name="current"/>, or absolute.</param>
    /// <param name="current">The current directory.</param>
    /// <returns>A pattern that may match nothing.</returns>
    public static Glob Parse(string pattern, string current)
    {
        ArgumentException.ThrowIfNullOrEmpty(pattern);
        var literal = Path.GetFullPath(pattern, current);
        var parts = pattern.Split('/');
        var fixedCount = parts.TakeWhile(part => part.AsSpan().IndexOfAny('*', '?') < 0).Count();

        // A file with a star in its name is that file; a path without wildcards is its name.
        if (File.Exists(literal) || fixedCount == parts.Length)
            return new Glob(Path.GetDirectoryName(literal) ?? "/", [Path.GetFileName(literal)]);
        var prefix = string.Join('/', parts[..fixedCount]);
        if (prefix.Length == 0 && fixedCount > 0) prefix = "/";
        var root = prefix.Length == 0 ? current : Path.GetFullPath(prefix, current);
        return new Glob(root, [.. parts[fixedCount..].Where(part => part is not ("" or "."))]);
    }

    /// <summary>Finds the files that match now.</summary>
    /// <returns>Paths relative to <see cref="Root"/>, in ordinal order.</returns>
    /// <exception cref="IOException">A directory cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">A directory may not be read.</exception>
    public IReadOnlyList<string> Expand()
    {
        if (File.Exists(Path.Combine(Root, wild[0])) && wild.Length == 1) return [wild[0]];
        var found = new SortedSet<string>(StringComparer.Ordinal);
        if (Directory.Exists(Root)) Visit("", 0, found);
        return [.. found];
    }

    private void Visit(string directory, int depth, SortedSet<string> found)
    {
        var part = wild[depth];
        var isLast = depth == wild.Length - 1;
        if (part == "**" && !isLast) Visit(directory, depth + 1, found);
        var here = new DirectoryInfo(Path.Combine(Root, directory));
        foreach (var entry in here.EnumerateFileSystemInfos())
        {
            if (!Matches(part, entry.Name)) continue;
            var path = Path.Combine(directory, entry.Name);
            if (!IsDirectory(entry))
            {
                if (isLast) found.Add(path);
                continue;
            }

            // Links are not followed under **: they may lead in circles.
            if (part == "**" && entry.LinkTarget is null) Visit(path, depth, found);
            else if (part != "**" && !isLast) Visit(path, depth + 1, found);
        }
    }

    private static bool IsDirectory(FileSystemInfo entry) =>
        entry is DirectoryInfo || Directory.Exists(entry.FullName);

    private static bool Matches(string part, string name)
    {
        if (name[0] == '.' && part[0] != '.') return false;
        return part == "**"
            || FileSystemName.MatchesSimpleExpression(part, name, ignoreCase: false);
    }
}
