using P2PCS.Query.Values;

namespace P2PCS.Query.Language;

/// <summary>What a token is.</summary>
internal enum TokenKind : byte
{
    End,
    Word,
    Keyword,
    Number,
    Text,
    Symbol,
}

/// <summary>One token.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">The word, number or symbol as written; a text without its quotes.</param>
/// <param name="At">Where it begins.</param>
internal readonly record struct Token(TokenKind Kind, string Text, Position At)
{
    /// <summary>A keyword in upper case; empty for all else.</summary>
    public string Keyword { get; init; } = "";

    /// <summary>A number's value; NULL where only its negative fits: 2^63.</summary>
    public Value Value { get; init; }

    /// <summary>A number's value with a minus before it.</summary>
    public Value Negative { get; init; }

    public bool IsWord => Kind is TokenKind.Word or TokenKind.Keyword;

    /// <summary>For people, after the word 'found'.</summary>
    public string Shown => Kind switch
    {
        TokenKind.End => "the end",
        TokenKind.Keyword => Keyword,
        TokenKind.Text => "a text",
        _ => Text.Length <= 32 ? $"'{Text}'" : $"'{Text[..32]}...'",
    };

    public bool Is(string text) =>
        Kind == TokenKind.Keyword ? Keyword == text : Kind == TokenKind.Symbol && Text == text;
}
