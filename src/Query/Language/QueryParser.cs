using System.Diagnostics.CodeAnalysis;

namespace P2PCS.Query.Language;

/// <summary>Reads queries.</summary>
public static class QueryParser
{
    /// <summary>Most things that one query shows; * counts as one.</summary>
    public const int ItemsMax = 32;

    /// <summary>Most expressions that one query groups by.</summary>
    public const int GroupKeysMax = 16;

    /// <summary>Most expressions that one query orders by.</summary>
    public const int OrderKeysMax = 16;

    /// <summary>Most rows that one query can ask for.</summary>
    public const int LimitMax = 100_000;

    /// <summary>Reads a text of up to 8 KiB; its canonical text is as short.</summary>
    /// <param name="text">SELECT ... FROM ..., perhaps after EXPLAIN.</param>
    /// <param name="query">The query; null where it is refused.</param>
    /// <param name="error">Why it is refused; null where it is not.</param>
    public static bool TryParse(
        string text,
        [NotNullWhen(true)] out SelectQuery? query,
        [NotNullWhen(false)] out QueryError? error)
    {
        query = null;
        error = Lexer.Cut(text, out List<Token> cut);
        if (error is not null)
            return false;
        var tokens = new Tokens(cut);
        SelectQuery read = new SelectParser(tokens).Parse();
        error = tokens.Error ?? Lexer.TooLong(read.ToString());
        query = error is null ? read : null;
        return error is null;
    }
}
