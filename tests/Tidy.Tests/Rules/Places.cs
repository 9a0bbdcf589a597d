namespace P2PCS.Tidy.Tests.Rules;

/// <summary>No file names a place that exists on one machine only.</summary>
public static class Places
{
    private static readonly Pattern[] Machines =
    [
        new(@"(?<![\w.~/-])/(root|work)/", "one machine's path: use a relative or temporary one"),
        new(@"(?<![\w.~/-])/home/\w+", "one machine's path: use a relative or temporary one"),
    ];

    private static readonly Pattern Registries = new(
        @"(?i)\b(api\.nuget\.org|registry\.(npmjs\.org|yarnpkg\.com)|pkgs\.dev\.azure\.com)"
        + @"|/flat[c]ontainer\b|/v3/index\.json",
        "which registry serves is the machine's choice");

    private static readonly Pattern Urls = new("https?://[^\"\\s]*",
        "a lock file pins versions and hashes; leave where they come from out of it");

    public static bool IsLockFile(string path) =>
        Path.GetFileName(path) is "packages.lock.json" or "package-lock.json" or "yarn.lock";

    public static IEnumerable<Finding> In(string path, string text) =>
    [
        .. Pattern.AnyIn(path, text, Machines),
        .. Registries.In(path, text),
        .. IsLockFile(path) ? Urls.In(path, text) : [],
    ];
}
