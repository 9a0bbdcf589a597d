namespace P2PCS.Host.Workloads;

/// <summary>The paths of an attempt as its command sees them.</summary>
/// <param name="Input">The first input, or null without inputs.</param>
/// <param name="Output">Where the output file goes.</param>
/// <param name="Work">The working directory.</param>
/// <param name="Temp">A private place for temporary files.</param>
internal sealed record PathsInside(string? Input, string Output, string Work, string Temp)
{
    /// <summary>Puts the paths in place of <c>{in}</c> and <c>{out}</c>.</summary>
    public IEnumerable<string> Fill(IEnumerable<string> command) => command.Select(argument =>
        argument.Replace("{in}", Input, StringComparison.Ordinal)
            .Replace("{out}", Output, StringComparison.Ordinal));
}
