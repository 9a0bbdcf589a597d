namespace P2PCS.Tidy.Tests;

/// <summary>One place that breaks a rule, and what to do about it.</summary>
public readonly record struct Finding(string Path, int Line, string Advice)
{
    public override string ToString() => $"{Path}:{Line}: {Advice}";

    /// <summary>Fails the running test with one row per finding.</summary>
    public static void ExpectNone(IEnumerable<Finding> findings)
    {
        var rows = findings.Select(finding => finding.ToString()).ToList();
        Assert.True(rows.Count == 0, $"{rows.Count} to mend:\n{string.Join('\n', rows)}");
    }
}
