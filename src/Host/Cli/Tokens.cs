using System.Text.RegularExpressions;

namespace P2PCS.Host.Cli;

/// <summary>Keeps tokens out of what is written about a command line: terminals are recorded, and
/// logs are passed on.</summary>
internal static partial class Tokens
{
    /// <summary>The same text without what looks like a token.</summary>
    public static string Hide(string text) => Token().Replace(text, "${start}...");

    [GeneratedRegex(@"(?<start>p2pcs\d+\.?)[\w.=+/-]{8,}", RegexOptions.IgnoreCase)]
    private static partial Regex Token();
}
