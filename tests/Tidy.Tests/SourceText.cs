namespace P2PCS.Tidy.Tests;

/// <summary>
/// C# text with its comments, strings or both blanked out: every other character keeps its line
/// and column. A light scan, right for code that compiles; not a parser.
/// </summary>
public sealed class SourceText
{
    private readonly string text;
    private readonly char[] code;
    private readonly char[] withComments;
    private int at;

    private SourceText(string text)
    {
        this.text = text;
        code = text.ToCharArray();
        withComments = text.ToCharArray();
    }

    /// <summary>Neither comments nor the contents of strings.</summary>
    public static string Code(string text) => new(Scan(text).code);

    /// <summary>Comments, but not the contents of strings.</summary>
    public static string CodeAndComments(string text) => new(Scan(text).withComments);

    public static int LineOf(string text, int index) => 1 + text.AsSpan(0, index).Count('\n');

    private static SourceText Scan(string text)
    {
        var scan = new SourceText(text);
        scan.SkipCode(endOfHole: false);
        return scan;
    }

    private bool Sees(string token) =>
        string.CompareOrdinal(text, at, token, 0, token.Length) == 0;

    // Walks over code; inside the hole of an interpolated string it ends at the closing brace.
    private void SkipCode(bool endOfHole)
    {
        for (var depth = 0; at < text.Length;)
        {
            if (Sees("//") || Sees("/*"))
            {
                SkipComment();
            }
            else if (StringStarts(out var dollars, out var verbatim))
            {
                SkipString(dollars, verbatim);
            }
            else if (text[at] == '\'')
            {
                SkipQuoted('\'', verbatim: false, dollars: 0);
            }
            else if (endOfHole && text[at] == '}' && depth == 0)
            {
                return;
            }
            else
            {
                depth += text[at] == '{' ? 1 : text[at] == '}' ? -1 : 0;
                at++;
            }
        }
    }

    private void SkipComment()
    {
        var start = at;
        var close = Sees("//") ? "\n" : "*/";
        var end = text.IndexOf(close, at + 2, StringComparison.Ordinal);
        at = end < 0 ? text.Length : end + (close == "\n" ? 0 : 2);
        Blank(code, start, at);
    }

    private bool StringStarts(out int dollars, out bool verbatim)
    {
        var look = at;
        verbatim = false;
        for (dollars = 0; look < text.Length && text[look] is '$' or '@'; look++)
        {
            dollars += text[look] == '$' ? 1 : 0;
            verbatim |= text[look] == '@';
        }

        if (look >= text.Length || text[look] != '"')
        {
            return false;
        }

        at = look;
        return true;
    }

    private void SkipString(int dollars, bool verbatim)
    {
        var quotes = 0;
        while (at + quotes < text.Length && text[at + quotes] == '"')
        {
            quotes++;
        }

        if (quotes < 3 || verbatim)
        {
            SkipQuoted('"', verbatim, dollars);
            return;
        }

        var end = text.IndexOf(new string('"', quotes), at + quotes, StringComparison.Ordinal);
        end = end < 0 ? text.Length : end;
        Blank(code, at + quotes, end);
        Blank(withComments, at + quotes, end);
        at = Math.Min(text.Length, end + quotes);
        while (at < text.Length && text[at] == '"')
        {
            at++;
        }
    }

    private void SkipQuoted(char quote, bool verbatim, int dollars)
    {
        for (at++; at < text.Length;)
        {
            var pair = at + 1 < text.Length && text[at + 1] == text[at];
            if (text[at] == '\\' && !verbatim || verbatim && text[at] == quote && pair
                || dollars > 0 && text[at] is '{' or '}' && pair)
            {
                Blank(at, Math.Min(text.Length, at + 2));
                at += 2;
            }
            else if (text[at] == quote || text[at] == '\n' && !verbatim)
            {
                at++;
                return;
            }
            else if (dollars > 0 && text[at] == '{')
            {
                // Both braces go, what is between them stays: it is code.
                Blank(at, ++at);
                SkipCode(endOfHole: true);
                Blank(at, Math.Min(text.Length, at + 1));
                at++;
            }
            else
            {
                Blank(at, ++at);
            }
        }
    }

    private void Blank(int start, int end)
    {
        Blank(code, start, end);
        Blank(withComments, start, end);
    }

    private static void Blank(char[] view, int start, int end)
    {
        for (var index = start; index < end; index++)
        {
            view[index] = view[index] == '\n' ? '\n' : ' ';
        }
    }
}
