namespace P2PCS.Simulation.Cycles;

/// <summary>Which code paths this machine has.</summary>
public static class CodePaths
{
    /// <summary>All that run here, the narrowest first.</summary>
    public static IReadOnlyList<CodePath> Supported { get; } =
        [.. Enum.GetValues<CodePath>().Where(IsSupported)];

    /// <summary>The one chosen unless options name another.</summary>
    public static CodePath Best => Supported[^1];

    /// <summary>Whether this machine has what a path needs.</summary>
    public static bool IsSupported(CodePath path) => path switch
    {
        CodePath.Vector128 => Lanes128.IsSupported,
        CodePath.Vector256 => Lanes256.IsSupported,
        CodePath.Vector512 => Lanes512.IsSupported,
        _ => true,
    };
}
