namespace P2PCS.Store.Coding;

/// <summary>Which paths this machine has.</summary>
public static class CodingPaths
{
    /// <summary>All that run here, the slowest first.</summary>
    public static IReadOnlyList<CodingPath> Supported { get; } =
        [.. Enum.GetValues<CodingPath>().Where(IsSupported)];

    /// <summary>The one chosen unless the caller names another.</summary>
    public static CodingPath Best => Supported[^1];

    /// <summary>Whether this machine has what a path needs.</summary>
    public static bool IsSupported(CodingPath path) => path switch
    {
        CodingPath.Scalar => true,
        CodingPath.Shuffle128 => Shuffle128.IsSupported,
        CodingPath.Shuffle256 => Shuffle256.IsSupported,
        CodingPath.Affine256 => Affine256.IsSupported,
        CodingPath.Affine512 => Affine512.IsSupported,
        _ => false,
    };
}
