using System.Diagnostics.CodeAnalysis;
using P2PCS.Query.Catalog;
using P2PCS.Query.Values;

namespace P2PCS.Query.Language;

/// <summary>An expression on its own: a subcloud's where and rank, list filters, rules.</summary>
/// <param name="Text">Its canonical text.</param>
/// <param name="Value">What to ask of the table's rows.</param>
public sealed record Expression(string Text, Evaluable Value)
{
    /// <summary>What it is.</summary>
    public ColumnType Type => Value.Type;

    /// <summary>Reads and checks any expression over a table, without aggregates.</summary>
    /// <param name="text">Up to 8 KiB.</param>
    /// <param name="table">Whose columns it names.</param>
    /// <param name="expression">The expression; null where it is refused.</param>
    /// <param name="error">Why it is refused; null where it is not.</param>
    public static bool TryParse(
        string text,
        Table table,
        [NotNullWhen(true)] out Expression? expression,
        [NotNullWhen(false)] out QueryError? error) =>
        TryParse(text, table, isCondition: false, out expression, out error);

    /// <summary>Reads and checks a condition, such as a subcloud's where.</summary>
    /// <param name="text">Up to 8 KiB.</param>
    /// <param name="table">Whose columns it names.</param>
    /// <param name="condition">The condition; null where it is refused.</param>
    /// <param name="error">Why it is refused; null where it is not.</param>
    public static bool TryParseCondition(
        string text,
        Table table,
        [NotNullWhen(true)] out Expression? condition,
        [NotNullWhen(false)] out QueryError? error) =>
        TryParse(text, table, isCondition: true, out condition, out error);

    /// <summary>Reads an expression's syntax without checking names.</summary>
    /// <param name="text">Up to 8 KiB.</param>
    /// <param name="expr">The syntax tree; null where it is refused.</param>
    /// <param name="error">Why it is refused; null where it is not.</param>
    public static bool TryParse(
        string text,
        [NotNullWhen(true)] out Expr? expr,
        [NotNullWhen(false)] out QueryError? error)
    {
        expr = null;
        error = Lexer.Cut(text, out List<Token> cut);
        if (error is not null)
            return false;
        var tokens = new Tokens(cut);
        Expr read = new ExpressionParser(tokens).Parse();
        if (tokens.Next.Kind != TokenKind.End)
            tokens.Refuse("the end of the expression");
        error = tokens.Error ?? Lexer.TooLong(Printer.Print(read));
        expr = error is null ? read : null;
        return error is null;
    }

    private static bool TryParse(
        string text,
        Table table,
        bool isCondition,
        [NotNullWhen(true)] out Expression? expression,
        [NotNullWhen(false)] out QueryError? error)
    {
        expression = null;
        if (!TryParse(text, out Expr? expr, out error))
            return false;
        var faults = new Faults();
        var binder = new ExpressionBinder(new ColumnBinder(table, faults), faults);
        Evaluable value =
            isCondition ? binder.Condition(expr, "the condition") : binder.Bind(expr);
        error = faults.Error;
        expression = error is null ? new Expression(Printer.Print(expr), value) : null;
        return error is null;
    }
}
