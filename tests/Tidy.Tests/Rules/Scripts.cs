namespace P2PCS.Tidy.Tests.Rules;

/// <summary>A script can be run as it is: it names its shell and may execute.</summary>
public static class Scripts
{
    public static bool IsScript(string path) =>
        path is "p2pcs" or "check" || path.EndsWith(".sh", StringComparison.Ordinal)
        || path.StartsWith(".ci/", StringComparison.Ordinal);

    public static IEnumerable<Finding> In(string path, string text, bool executable)
    {
        var shebang = text.StartsWith("#!", StringComparison.Ordinal);
        if ((IsScript(path) || executable) && !shebang)
        {
            yield return new Finding(path, 1,
                "a script starts with #!/usr/bin/env bash; other files are not executable");
        }

        if ((IsScript(path) || shebang) && !executable)
        {
            yield return new Finding(path, 1, "make it executable: git add --chmod=+x");
        }
    }
}
