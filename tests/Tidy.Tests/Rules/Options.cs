using System.Text.RegularExpressions;

namespace P2PCS.Tidy.Tests.Rules;

/// <summary>Every number a user could turn says where its default comes from.</summary>
public static partial class Options
{
    private const string Advice = "say in its docs 'Source: ...' or 'Our guess; ...'";

    public static IEnumerable<Finding> In(string path, string text) =>
        [.. Properties(path, text), .. Parameters(path, text)];

    private static IEnumerable<Finding> Properties(string path, string text)
    {
        var lines = text.Split('\n');
        for (var index = 0; index < lines.Length; index++)
        {
            if (Property().Match(lines[index]) is { Success: true } property
                && !SaysWhence(DocsAbove(lines, index)))
            {
                var name = property.Groups["name"].Value;
                yield return new Finding(path, index + 1, $"{name}: {Advice}");
            }
        }
    }

    private static IEnumerable<Finding> Parameters(string path, string text)
    {
        var code = SourceText.Code(text);
        var list = OptionRecord().Match(code).Groups["list"];
        foreach (Match parameter in Parameter().Matches(list.Value))
        {
            var name = parameter.Groups["name"].Value;
            var docs = Regex.Match(text, $"<param name=\"{name}\">(.*?)</param>",
                RegexOptions.Singleline).Value;
            if (!SaysWhence(docs))
            {
                var line = SourceText.LineOf(code, list.Index + parameter.Groups["name"].Index);
                yield return new Finding(path, line, $"{name}: {Advice}");
            }
        }
    }

    private static string DocsAbove(string[] lines, int index)
    {
        var first = index;
        while (first > 0 && lines[first - 1].TrimStart() is ['/', '/', '/', ..] or ['[', ..])
        {
            first--;
        }

        return string.Join('\n', lines[first..index]);
    }

    private static bool SaysWhence(string docs) =>
        docs.Contains("Source:", StringComparison.Ordinal)
        || docs.Contains("Our guess", StringComparison.Ordinal);

    [GeneratedRegex(@"^\s*public\s+(?!static\b|const\b)[\w<>?\[\],. ]+?\s"
        + @"(?<name>\w+)\s*\{\s*get\b")]
    private static partial Regex Property();

    [GeneratedRegex(@"\bpublic\b[^;{(]*\brecord\b[^;{(]*Options\s*"
        + @"\((?<list>(?>[^()]|\([^()]*\))*)\)")]
    private static partial Regex OptionRecord();

    [GeneratedRegex(@"(^|,)\s*[\w<>?\[\].]+\s+(?<name>\w+)\s*(?=,|=|$)")]
    private static partial Regex Parameter();
}
