namespace P2PCS.Query.Language;

/// <summary>Why a text is refused, and what to do.</summary>
/// <param name="Line">The line it is in, from 1.</param>
/// <param name="Column">The character in the line, from 1.</param>
/// <param name="Message">What is wrong, such as: found ')'.</param>
/// <param name="Expected">What could stand there instead; empty where that is no question.</param>
/// <param name="Hint">What to write, as a sentence without its stop; may be empty.</param>
public sealed record QueryError(
    int Line, int Column, string Message, string Expected, string Hint)
{
    internal QueryError(Position at, string message, string expected = "", string hint = "")
        : this(at.Line, at.Column, message, expected, hint)
    {
    }

    /// <summary>All of it in one or two sentences.</summary>
    public override string ToString() => $"line {Line}, column {Column}: {Message}"
        + (Expected.Length > 0 ? $", expected {Expected}." : ".")
        + (Hint.Length > 0 ? $" {Hint}{(Hint.EndsWith('?') ? "" : ".")}" : "");
}
