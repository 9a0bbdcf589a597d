using System.Text;
using P2PCS.Query.Values;

namespace P2PCS.Query.Language;

/// <summary>Cuts a text into tokens.</summary>
internal sealed class Lexer
{
    /// <summary>Longest text, in bytes of UTF-8.</summary>
    public const int TextBytes = 8192;

    private const string Digits = "0123456789";

    private static readonly HashSet<string> Keywords =
    [
        "SELECT", "FROM", "WHERE", "GROUP", "BY", "HAVING", "ORDER", "LIMIT", "EVERY", "FOR",
        "WITH", "EXPLAIN", "ANALYZE", "AS", "AND", "OR", "NOT", "IN", "BETWEEN", "LIKE",
        "MATCHES", "IS", "NULL", "TRUE", "FALSE", "CASE", "WHEN", "THEN", "ELSE", "END", "ASC",
        "DESC", "DISTINCT",
    ];

    private readonly string text;
    private readonly List<Token> tokens = [];
    private int index;
    private int line = 1;
    private int lineStart;

    private Lexer(string text) => this.text = text;

    private Position Here => new(line, index - lineStart + 1);

    private char Now => index < text.Length ? text[index] : '\0';

    /// <summary>Cuts all of a text; the last token is the end.</summary>
    /// <returns>Null, or why the text is refused.</returns>
    public static QueryError? Cut(string text, out List<Token> tokens)
    {
        tokens = [];
        if (IsTooLong(text))
        {
            return new QueryError(new Position(1, 1), "the text is longer than 8 KiB", "",
                "Make it shorter");
        }

        var lexer = new Lexer(text);
        QueryError? error = lexer.CutAll();
        tokens = lexer.tokens;
        return error;
    }

    /// <summary>Why a canonical text is refused; null where it is not. Peers send those to each
    /// other.</summary>
    public static QueryError? TooLong(string canonical) => !IsTooLong(canonical) ? null
        : new QueryError(new Position(1, 1), "the text with a space after each comma and around "
            + "each operator is longer than 8 KiB", "", "Make it shorter");

    /// <summary>Whether a word can stand as a name without quotes.</summary>
    public static bool IsName(string word) => word.Length > 0 && IsLetter(word[0])
        && word.All(letter => IsLetter(letter) || char.IsAsciiDigit(letter));

    /// <summary>Whether a word is part of the grammar, in any case.</summary>
    public static bool IsKeyword(string word) => Keywords.Contains(word.ToUpperInvariant());

    private static bool IsTooLong(string text) =>
        text.Length > TextBytes || Encoding.UTF8.GetByteCount(text) > TextBytes;

    private QueryError? CutAll()
    {
        while (true)
        {
            SkipBlanks();
            if (index == text.Length)
            {
                Add(TokenKind.End, "", Here);
                return null;
            }

            QueryError? error = CutOne();
            if (error is not null)
                return error;
        }
    }

    private QueryError? CutOne()
    {
        if (IsLetter(Now))
            return CutWord();
        if (char.IsAsciiDigit(Now))
            return CutNumber();
        return Now == '\'' ? CutText() : CutSymbol();
    }

    private void SkipBlanks()
    {
        while (index < text.Length)
        {
            if (Now == '-' && index + 1 < text.Length && text[index + 1] == '-')
            {
                while (index < text.Length && Now != '\n')
                    index++;
            }
            else if (Now is ' ' or '\t' or '\r' or '\n')
            {
                Step();
            }
            else
            {
                return;
            }
        }
    }

    private QueryError? CutWord()
    {
        Position at = Here;
        string word = TakeWhile(letter => IsLetter(letter) || char.IsAsciiDigit(letter));
        string upper = word.ToUpperInvariant();
        bool isKeyword = Keywords.Contains(upper);
        tokens.Add(new Token(isKeyword ? TokenKind.Keyword : TokenKind.Word, word, at)
        {
            Keyword = isKeyword ? upper : "",
        });
        return null;
    }

    private QueryError? CutNumber()
    {
        Position at = Here;
        string digits = TakeNumber();
        Position suffixAt = Here;
        string suffix = Now == '%' && IsPercent()
            ? "%"
            : TakeWhile(letter => IsLetter(letter) || char.IsAsciiDigit(letter));
        if (suffix == "%")
            index++;
        if (suffix.Length > 0 && !UnitText.Exists(suffix))
            return UnknownUnit(suffixAt, digits, suffix);
        bool fits = UnitText.TryRead(digits, suffix, out Value value);
        if (!UnitText.TryRead("-" + digits, suffix, out Value negative))
        {
            return new QueryError(at, $"the number {Short(digits + suffix)} is too large", "",
                "Whole numbers go up to 9223372036854775807, others to 1.7e308");
        }

        tokens.Add(new Token(TokenKind.Number, digits + suffix, at)
        {
            Value = fits ? value : Value.Null,
            Negative = negative,
        });
        return null;
    }

    private static QueryError UnknownUnit(Position at, string digits, string suffix)
    {
        string? near = UnitText.Near(suffix);
        string hint = near is null
            ? "Sizes are B kB MB GB TB KiB MiB GiB TiB, rates bit kbit Mbit Gbit, durations ms s m "
                + "h d w, shares %"
            : $"Write {Short(digits)}{near}";
        return new QueryError(at, $"found '{Short(suffix)}' after a number", "a unit", hint);
    }

    private string TakeNumber()
    {
        int start = index;
        TakeWhile(char.IsAsciiDigit);
        if (Now == '.' && char.IsAsciiDigit(At(1)))
        {
            index++;
            TakeWhile(char.IsAsciiDigit);
        }

        int sign = At(1) is '+' or '-' ? 1 : 0;
        if (Now is 'e' or 'E' && char.IsAsciiDigit(At(1 + sign)))
        {
            index += 1 + sign;
            TakeWhile(char.IsAsciiDigit);
        }

        return text[start..index];
    }

    // 25% is a share, but 25%3, which touches on both sides, is a remainder.
    private bool IsPercent() =>
        !(IsLetter(At(1)) || Digits.Contains(At(1)) || At(1) is '(' or '\'' or '"');

    private QueryError? CutText()
    {
        Position at = Here;
        var content = new StringBuilder();
        for (Step(); index < text.Length; Step())
        {
            if (Now == '\'' && At(1) != '\'')
            {
                index++;
                Add(TokenKind.Text, content.ToString(), at);
                return null;
            }

            if (Now == '\'')
                index++;
            if (char.IsSurrogate(Now) && !char.IsSurrogatePair(Now, At(1)) && !IsLowOfPair())
                return new QueryError(Here, "found half a character", "", "Write valid Unicode");
            content.Append(Now);
        }

        return new QueryError(at, "a text begins here and does not end", "'",
            "Close it with a single quote");
    }

    private bool IsLowOfPair() => char.IsSurrogatePair(text[index - 1], Now);

    private QueryError? CutSymbol()
    {
        Position at = Here;
        string two = index + 1 < text.Length ? text.Substring(index, 2) : "";
        if (two is "!=" or "<>" or "<=" or ">=")
        {
            index += 2;
            Add(TokenKind.Symbol, two, at);
            return null;
        }

        if (Hint(two) is { } hint || !"()[],.*+-/%=<>;".Contains(Now))
        {
            string found = char.IsSurrogate(Now) || char.IsControl(Now)
                ? $"the character U+{(int)Now:X4}"
                : $"'{(two is "==" or "&&" or "||" ? two : Now.ToString())}'";
            return new QueryError(at, $"found {found}", "a word, a number, a text or a sign",
                Hint(two) ?? "");
        }

        Add(TokenKind.Symbol, text.Substring(index++, 1), at);
        return null;
    }

    private string? Hint(string two) => two switch
    {
        "==" => "Write = to compare",
        "&&" => "Write AND",
        "||" => "Write OR, or concat(a, b) to join texts",
        _ => Now switch
        {
            '"' or '`' or '\u2018' or '\u2019' or '\u201C' or '\u201D' =>
                "Write texts in single quotes",
            '!' => "Write NOT",
            '~' => "Write MATCHES",
            _ => null,
        },
    };

    private string TakeWhile(Func<char, bool> holds)
    {
        int start = index;
        while (index < text.Length && holds(text[index]))
            index++;
        return text[start..index];
    }

    private void Step()
    {
        if (Now == '\n')
        {
            line++;
            lineStart = index + 1;
        }

        index++;
    }

    private char At(int ahead) => index + ahead < text.Length ? text[index + ahead] : '\0';

    private void Add(TokenKind kind, string content, Position at) =>
        tokens.Add(new Token(kind, content, at));

    private static bool IsLetter(char letter) => char.IsAsciiLetter(letter) || letter == '_';

    private static string Short(string shown) => shown.Length <= 24 ? shown : shown[..24] + "...";
}
