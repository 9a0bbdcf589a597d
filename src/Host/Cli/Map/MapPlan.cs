using System.Security.Cryptography;

namespace P2PCS.Host.Cli.Map;

/// <summary>The files of a map: found, readable, hashed, and none in another's way.</summary>
/// <param name="Files">At least one.</param>
/// <param name="Output">Full path of the directory that results go to; it exists.</param>
public sealed record MapPlan(IReadOnlyList<MapFile> Files, string Output)
{
    /// <summary>Expands the patterns and reads every file once; makes the directory.</summary>
    /// <param name="patterns">Patterns or paths, at least one.</param>
    /// <param name="output">The directory for results.</param>
    /// <param name="suffix">Appended to each result's name; may be empty.</param>
    /// <param name="stop">Gives up.</param>
    /// <returns>The plan; nothing was sent anywhere.</returns>
    /// <exception cref="CliException">A pattern matches nothing, a file cannot be read, or
    /// a result would overwrite an input or another result.</exception>
    public static async Task<MapPlan> MakeAsync(
        IReadOnlyList<string> patterns, string output, string suffix, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(patterns);
        var found = new List<(string Root, string Name)>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var pattern in patterns)
        {
            var glob = Glob.Parse(pattern, Directory.GetCurrentDirectory());
            foreach (var name in Find(glob, pattern))
            {
                if (seen.Add(Path.Combine(glob.Root, name))) found.Add((glob.Root, name));
            }
        }

        return await OfAsync(found, output, suffix, stop);
    }

    /// <summary>Plans files that are known already, as <see cref="MakeAsync"/> does.</summary>
    /// <param name="found">Directory and path below it, each file once.</param>
    /// <param name="output">The directory for results.</param>
    /// <param name="suffix">Appended to each result's name; may be empty.</param>
    /// <param name="stop">Gives up.</param>
    /// <returns>The plan; nothing was sent anywhere.</returns>
    /// <exception cref="CliException">As there.</exception>
    public static async Task<MapPlan> OfAsync(
        IReadOnlyList<(string Root, string Name)> found,
        string output,
        string suffix,
        CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(found);
        bool isNew = !Directory.Exists(output);
        var directory = MakeDirectory(output);
        try
        {
            return await FillAsync(found, directory, suffix, stop);
        }
        catch when (isNew)
        {
            // A plan that is refused leaves nothing behind.
            Directory.Delete(directory);
            throw;
        }
    }

    private static async Task<MapPlan> FillAsync(
        IReadOnlyList<(string Root, string Name)> found,
        string directory,
        string suffix,
        CancellationToken stop)
    {
        var files = found.Select(file => new MapFile(
            Path.Combine(file.Root, file.Name),
            file.Name,
            Path.Combine(directory, file.Name + suffix),
            "",
            0)).ToList();
        RefuseCollisions(files);
        return new MapPlan(await HashAsync(files, stop), directory);
    }

    private static string MakeDirectory(string output)
    {
        try
        {
            return RealPath.Of(Directory.CreateDirectory(output).FullName);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CliException(
                $"--output: cannot make the directory {output}: {e.Message}",
                "name a directory that can be written",
                ExitCodes.Usage);
        }
    }

    private static IReadOnlyList<string> Find(Glob glob, string pattern)
    {
        try
        {
            var found = glob.Expand();
            if (found.Count > 0) return found;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CliException(
                $"--input {pattern}: {e.Message}",
                "make the directory readable, or narrow the pattern",
                ExitCodes.Usage);
        }

        var hint = Directory.Exists(pattern)
            ? $"it is a directory: use '{pattern.TrimEnd('/')}/*' or '{pattern.TrimEnd('/')}/**'"
            : "quote the pattern; * and ? match within a name, ** any directories";
        throw new CliException($"--input {pattern}: no file matches", hint, ExitCodes.Usage);
    }

    private static void RefuseCollisions(List<MapFile> files)
    {
        var inputs = files.Select(file => RealPath.Of(file.Path)).ToHashSet(StringComparer.Ordinal);
        var outputs = new Dictionary<string, MapFile>(StringComparer.Ordinal);
        foreach (var file in files)
        {
            var target = RealPath.Of(file.Output);
            if (inputs.Contains(target))
            {
                throw new CliException(
                    $"the result of {file.Path} would overwrite the input {target}",
                    "choose another --output or --suffix",
                    ExitCodes.Usage);
            }

            if (!outputs.TryAdd(target, file))
            {
                throw new CliException(
                    $"{outputs[target].Path} and {file.Path} would both write {target}",
                    "use one pattern above both, or map them into different directories",
                    ExitCodes.Usage);
            }
        }
    }

    private static async Task<MapFile[]> HashAsync(List<MapFile> files, CancellationToken stop)
    {
        var hashed = new MapFile[files.Count];
        for (var i = 0; i < hashed.Length; i++)
        {
            var file = files[i];
            try
            {
                await using var bytes = File.OpenRead(file.Path);
                var hash = await SHA256.HashDataAsync(bytes, stop);
                var digest = Convert.ToHexStringLower(hash);
                hashed[i] = file with { Digest = digest, Size = bytes.Length };
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new CliException(
                    $"cannot read the input {file.Path}: {e.Message}",
                    "make it readable or narrow the pattern; nothing was submitted",
                    ExitCodes.Usage);
            }
        }

        return hashed;
    }
}
