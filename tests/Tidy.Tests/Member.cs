using System.Text.RegularExpressions;

namespace P2PCS.Tidy.Tests;

/// <summary>A type or a member of a type, found by matching braces.</summary>
/// <param name="Header">Its declaration without attributes, up to its body or value.</param>
/// <param name="Line">The line on which the declaration starts, from 1.</param>
/// <param name="Lines">How many lines it takes, body included.</param>
public sealed partial record Member(string Header, int Line, int Lines)
{
    /// <summary>The name a type declaration gives; null when this is no type.</summary>
    public string? TypeName =>
        TypeHeader().Match(Header) is { Success: true } match ? match.Groups["name"].Value : null;

    /// <summary>Method, constructor, operator or accessors: not a plain value.</summary>
    public bool HasBody { get; init; }

    /// <summary>All types and members of a file, outer ones before inner ones.</summary>
    public static IEnumerable<Member> All(string text)
    {
        var code = Directives().Replace(SourceText.Code(text), match =>
            new string(' ', match.Length));
        return Within(code, 0, code.Length);
    }

    private static IEnumerable<Member> Within(string code, int start, int end)
    {
        for (var at = start; (at = SkipAttributes(code, at, end)) < end;)
        {
            var headerEnd = HeaderEnd(code, at, end);
            var header = code[at..headerEnd].Trim();
            var memberEnd = MemberEnd(code, headerEnd, end, out var body);
            var line = SourceText.LineOf(code, at);
            var lines = SourceText.LineOf(code, Math.Min(memberEnd, end - 1)) - line + 1;
            var member = new Member(header, line, lines)
            {
                HasBody = body >= 0 && code[headerEnd] != '='
                    || string.CompareOrdinal(code, headerEnd, "=>", 0, 2) == 0,
            };
            if (header.Length > 0)
            {
                yield return member;
            }

            if (body >= 0 && Container().IsMatch(header))
            {
                foreach (var inner in Within(code, body + 1, memberEnd))
                {
                    yield return inner;
                }
            }

            at = memberEnd + 1;
        }
    }

    private static int SkipAttributes(string code, int at, int end)
    {
        while (at < end && (char.IsWhiteSpace(code[at]) || code[at] == '['))
        {
            at = code[at] == '[' ? Closing(code, at, end) + 1 : at + 1;
        }

        return Math.Min(at, end);
    }

    // The first brace, semicolon, arrow or equals sign outside of parentheses and brackets.
    private static int HeaderEnd(string code, int at, int end)
    {
        for (; at < end && code[at] is not ('{' or '}' or ';' or '='); at++)
        {
            at = code[at] is '(' or '[' ? Closing(code, at, end) : at;
        }

        // `operator ==`, `<=` and the like belong to the header.
        var isOperator = at < end && code[at] == '=' && code[..at].EndsWith("operator ",
            StringComparison.Ordinal);
        return isOperator ? HeaderEnd(code, at + 2, end) : Math.Min(at, end);
    }

    // A value or an arrow runs to its semicolon, a block to its brace (and `= value;` after it).
    private static int MemberEnd(string code, int at, int end, out int body)
    {
        body = -1;
        for (; at < end && code[at] is not (';' or '}'); at++)
        {
            if (code[at] is not ('(' or '[' or '{'))
            {
                continue;
            }

            var opened = at;
            at = Closing(code, at, end);
            if (code[opened] == '{' && EndsWithBlock(code, at + 1, end))
            {
                body = opened;
                return at;
            }
        }

        return Math.Min(at, end);
    }

    // After `new() { ... }` or `{ get; } = value` the member goes on.
    private static bool EndsWithBlock(string code, int at, int end)
    {
        while (at < end && char.IsWhiteSpace(code[at]))
        {
            at++;
        }

        return at >= end || !";=,).?!|:&+-*/<>".Contains(code[at]);
    }

    private static int Closing(string code, int at, int end)
    {
        var open = code[at];
        var close = open switch { '(' => ')', '[' => ']', _ => '}' };
        for (var depth = 0; at < end; at++)
        {
            depth += code[at] == open ? 1 : code[at] == close ? -1 : 0;
            if (depth == 0)
            {
                return at;
            }
        }

        return end;
    }

    [GeneratedRegex(@"^[^(=]*?\b(class|struct|interface|enum|record(\s+(class|struct))?)\s+"
        + @"(?<name>\w+)")]
    private static partial Regex TypeHeader();

    [GeneratedRegex(@"^[^(=]*?\b(class|struct|interface|record|namespace|extension)\b")]
    private static partial Regex Container();

    [GeneratedRegex(@"^[ \t]*#.*$", RegexOptions.Multiline)]
    private static partial Regex Directives();
}
