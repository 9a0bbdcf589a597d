using System.Text.RegularExpressions;

namespace P2PCS.Tidy.Tests.Rules;

/// <summary>Every kind of message is documented on the wire page and tested.</summary>
public static partial class Kinds
{
    public static IEnumerable<Finding> In(
        string path, string text, string wirePage, IReadOnlyList<string> tests)
    {
        var code = SourceText.Code(text);
        var body = KindEnum().Match(code).Groups["body"];
        foreach (Match member in EnumMember().Matches(body.Value))
        {
            var name = member.Groups["name"].Value;
            if (name is "None" or "Unknown")
            {
                continue;
            }

            var line = SourceText.LineOf(code, body.Index + member.Groups["name"].Index);
            if (!Regex.IsMatch(wirePage, $@"^\|.*\b{name}\b", RegexOptions.Multiline))
            {
                yield return new Finding(path, line, $"{name}: add its row to docs/WIRE.md");
            }

            if (!tests.Any(test => Regex.IsMatch(test, $@"\bMessageKind\.{name}\b")))
            {
                yield return new Finding(path, line,
                    $"{name}: add a test of its codec that names MessageKind.{name}");
            }
        }
    }

    [GeneratedRegex(@"\benum\s+MessageKind\b[^{]*\{(?<body>[^}]*)\}")]
    private static partial Regex KindEnum();

    [GeneratedRegex(@"(^|,)\s*(\[[^\]]*\]\s*)*(?<name>[A-Za-z_]\w*)")]
    private static partial Regex EnumMember();
}
