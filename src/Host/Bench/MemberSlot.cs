namespace P2PCS.Host.Bench;

/// <summary>Where one member of a measured cluster runs, and how.</summary>
/// <param name="Number">From 1; the first one is what the others join by.</param>
/// <param name="Root">Directory of the whole run.</param>
/// <param name="Profile"><c>local</c>, <c>lan</c> or <c>wan</c>.</param>
/// <param name="Ip">The address it listens at.</param>
/// <param name="Prefix">Words before its command line, such as those that enter a network
/// namespace; they must become the program, not stay its parent.</param>
internal sealed record MemberSlot(
    int Number, string Root, string Profile, string Ip, IReadOnlyList<string> Prefix)
{
    /// <summary>Its data directory.</summary>
    public string Directory => Path.Combine(Root, $"peer{Number}");

    /// <summary>The file with its output and errors.</summary>
    public string Output => Path.Combine(Root, $"peer{Number}.out");

    /// <summary>How the program was last started: words after the prefix, the contact last.
    /// </summary>
    public string Listen { get; init; } = Ip + ":0";
}
