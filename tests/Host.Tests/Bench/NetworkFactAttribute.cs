using P2PCS.Host.Cli;

namespace P2PCS.Host.Tests.Bench;

/// <summary>A test that makes network namespaces or filters packets; skipped where that is not
/// allowed.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NetworkFactAttribute : FactAttribute
{
    private static readonly string[] Directories = ["/usr/sbin", "/usr/bin", "/sbin", "/bin"];
    private static readonly string[] Programs = ["ip", "nft", "unshare"];

    /// <param name="beyondLoopback">Whether peers must listen at other addresses.</param>
    public NetworkFactAttribute(bool beyondLoopback = false)
    {
        BeyondLoopback = beyondLoopback;
        string[] missing = [.. Programs.Where(program =>
            !Directories.Any(directory => File.Exists(Path.Combine(directory, program))))];
        if (!Environment.IsPrivilegedProcess)
            Skip = "only root can make network namespaces";
        else if (missing.Length > 0)
            Skip = $"not installed here: {string.Join(", ", missing)}";
        else if (beyondLoopback && LoopbackEndpoint.TryParse("10.77.0.1:1", out _) is { } refused)
            Skip = refused;
    }

    public bool BeyondLoopback { get; }
}
