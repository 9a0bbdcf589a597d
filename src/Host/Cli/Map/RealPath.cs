namespace P2PCS.Host.Cli.Map;

/// <summary>Paths with their links resolved, so that one file has one name.</summary>
internal static class RealPath
{
    /// <summary>Resolves the links of every part that exists.</summary>
    public static string Of(string path)
    {
        var full = Path.GetFullPath(path);
        var real = Path.GetPathRoot(full)!;
        foreach (var part in full[real.Length..].Split(Path.DirectorySeparatorChar))
        {
            var next = Path.Combine(real, part);
            real = new FileInfo(next).LinkTarget is null
                ? next
                : File.ResolveLinkTarget(next, returnFinalTarget: true)!.FullName;
        }

        return real;
    }
}
