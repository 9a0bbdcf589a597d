namespace P2PCS.Host.Readings;

/// <summary>The files by which a Linux kernel describes its machine.</summary>
/// <param name="root">Where they begin: the root directory, or a tree that looks like it.</param>
public sealed class MachineFiles(string root = "/")
{
    /// <summary>The text of one file; null where it is absent or may not be read.</summary>
    /// <param name="path">Such as <c>proc/stat</c>.</param>
    public string? Text(string path)
    {
        try
        {
            return File.ReadAllText(Path.Combine(root, path.TrimStart('/')));
        }
        catch (Exception absent) when (absent is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Whether a directory is there.</summary>
    public bool HasDirectory(string path) =>
        Directory.Exists(Path.Combine(root, path.TrimStart('/')));
}
