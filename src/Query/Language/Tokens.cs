using System.Diagnostics.CodeAnalysis;

namespace P2PCS.Query.Language;

/// <summary>The tokens of a text, read one after the other; the first error stays.</summary>
/// <param name="all">They end with <see cref="TokenKind.End"/>.</param>
internal sealed class Tokens(List<Token> all)
{
    private int index;

    /// <summary>Why the text is refused; null so far.</summary>
    public QueryError? Error { get; private set; }

    /// <summary>The token to be read next.</summary>
    public Token Next => all[index];

    /// <summary>The one after it.</summary>
    public Token After => all[Math.Min(index + 1, all.Count - 1)];

    /// <summary>Reads any token; the end is never passed.</summary>
    public Token Take()
    {
        Token taken = all[index];
        if (index < all.Count - 1)
            index++;
        return taken;
    }

    /// <summary>Reads the keyword or symbol if it is the next token.</summary>
    public bool TryTake(string text)
    {
        if (!Next.Is(text))
            return false;
        Take();
        return true;
    }

    /// <summary>Reads the keyword or symbol.</summary>
    /// <returns>False where another token stands there: an error.</returns>
    public bool Expect(string text, string hint = "")
    {
        if (TryTake(text))
            return true;
        Refuse(char.IsAsciiLetter(text[0]) ? text : $"'{text}'", hint);
        return false;
    }

    /// <summary>Refuses the next token.</summary>
    public void Refuse(string expected, string hint = "") =>
        Fail(Next.At, $"found {Next.Shown}", expected, hint);

    /// <summary>Refuses the text.</summary>
    public void Fail(Position at, string message, string expected = "", string hint = "") =>
        Error ??= new QueryError(at, message, expected, hint);

    /// <summary>Whether an error was found.</summary>
    [MemberNotNullWhen(true, nameof(Error))]
    public bool HasFailed => Error is not null;
}
