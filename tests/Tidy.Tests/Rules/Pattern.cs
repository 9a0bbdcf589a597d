using System.Text.RegularExpressions;

namespace P2PCS.Tidy.Tests.Rules;

/// <summary>A text that must not appear, and what to write instead.</summary>
public sealed record Pattern(string Expression, string Advice)
{
    private readonly Regex regex = new(Expression, RegexOptions.CultureInvariant);

    /// <summary>Every match in the text, which the caller has blanked as the rule asks.</summary>
    public IEnumerable<Finding> In(string path, string text) =>
        regex.Matches(text).Select(match => new Finding(path,
            SourceText.LineOf(text, match.Index), $"'{match.Value.Trim()}': {Advice}"));

    public static IEnumerable<Finding> AnyIn(string path, string text, params Pattern[] patterns) =>
        patterns.SelectMany(pattern => pattern.In(path, text));
}
