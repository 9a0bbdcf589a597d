using P2PCS.Query.Values;

namespace P2PCS.Query.Language;

/// <summary>Reads the clauses of a query.</summary>
/// <param name="tokens">Where it reads; errors are left there.</param>
internal sealed class SelectParser(Tokens tokens)
{
    private readonly ExpressionParser expressions = new(tokens);
    private Position forAt;

    /// <summary>Reads a query up to the end of the text.</summary>
    public SelectQuery Parse()
    {
        Explain explain = Explaining();
        tokens.Expect("SELECT", "A query begins with SELECT");
        if (tokens.Next.Is("DISTINCT"))
        {
            tokens.Refuse("what to show",
                "Leave DISTINCT out and GROUP BY what should be there once");
        }

        List<SelectItem> items = List(Item, QueryParser.ItemsMax, "outputs");
        tokens.Expect("FROM", "Separate outputs with commas and name the table after FROM");
        Token table = tokens.Next;
        if (table.Kind == TokenKind.Word)
            tokens.Take();
        else
            tokens.Refuse("a table's name", "Write FROM peers");
        var query = new SelectQuery(items, table.Text) { Explain = explain, TableAt = table.At };
        return Ending(Clauses(query));
    }

    private Explain Explaining() => !tokens.TryTake("EXPLAIN") ? Explain.No
        : tokens.TryTake("ANALYZE") ? Explain.Analyze : Explain.Plan;

    private SelectQuery Clauses(SelectQuery query) => query with
    {
        Where = tokens.TryTake("WHERE") ? expressions.Parse() : null,
        GroupBy = By("GROUP")
            ? List(() => expressions.Parse(), QueryParser.GroupKeysMax, "group keys")
            : [],
        Having = tokens.TryTake("HAVING") ? expressions.Parse() : null,
        OrderBy = By("ORDER") ? List(Order, QueryParser.OrderKeysMax, "order keys") : [],
        Limit = tokens.TryTake("LIMIT") ? Limit() : null,
        Every = tokens.TryTake("EVERY") ? Duration("EVERY 10s") : Value.Null,
        For = Lifetime(),
        Options = tokens.TryTake("WITH") ? new OptionParser(tokens).Parse() : QueryOptions.None,
    };

    private SelectQuery Ending(SelectQuery query)
    {
        if (!query.For.IsNull && query.Every.IsNull && !tokens.HasFailed)
        {
            tokens.Fail(forAt, "FOR stands without EVERY", "",
                "Write EVERY 10s FOR 1h");
        }

        tokens.TryTake(";");
        if (tokens.Next.Kind != TokenKind.End)
        {
            tokens.Refuse("the end of the query",
                tokens.Next.Text.Equals("JOIN", StringComparison.OrdinalIgnoreCase)
                    ? "Tables are not joined"
                    : tokens.Next.Kind == TokenKind.Keyword
                    ? "The order is WHERE, GROUP BY, HAVING, ORDER BY, LIMIT, EVERY, FOR, WITH"
                    : "");
        }

        return query;
    }

    private bool By(string keyword)
    {
        if (!tokens.TryTake(keyword))
            return false;
        tokens.Expect("BY", $"Write {keyword} BY");
        return true;
    }

    private List<T> List<T>(Func<T> read, int most, string what)
    {
        List<T> list = [];
        do
        {
            if (list.Count == most)
                tokens.Fail(tokens.Next.At, $"there are more than {most} {what}", "", "Ask less");
            list.Add(read());
        }
        while (!tokens.HasFailed && tokens.TryTake(","));
        return list;
    }

    private SelectItem Item()
    {
        Position at = tokens.Next.At;
        if (tokens.TryTake("*"))
            return new SelectItem(null, null, at);
        if (tokens.Next.Is("FROM"))
            tokens.Refuse("what to show", "Name a column, an aggregate such as count(*), or *");
        Expr shown = expressions.Parse();
        return new SelectItem(shown, Alias(), at);
    }

    private string? Alias()
    {
        bool isNamed = tokens.TryTake("AS");
        if (tokens.Next.Kind == TokenKind.Word)
            return tokens.Take().Text;
        if (isNamed)
        {
            tokens.Refuse("a name", tokens.Next.Kind == TokenKind.Keyword
                ? $"{tokens.Next.Keyword} is part of the language: choose another name"
                : "Write AS total");
        }

        return null;
    }

    private OrderItem Order()
    {
        Expr key = expressions.Parse();
        bool descending = tokens.TryTake("DESC");
        if (!descending)
            tokens.TryTake("ASC");
        return new OrderItem(key, descending);
    }

    private int Limit()
    {
        Value number = tokens.Next.Kind == TokenKind.Number ? tokens.Next.Value : Value.Null;
        if (number is { Kind: ValueKind.Int, Unit: Unit.None }
            && number.AsInt is > 0 and <= QueryParser.LimitMax)
        {
            tokens.Take();
            return (int)number.AsInt;
        }

        tokens.Refuse($"a whole number from 1 to {QueryParser.LimitMax}", "Write LIMIT 100");
        return 0;
    }

    private Value Lifetime()
    {
        forAt = tokens.Next.At;
        return tokens.TryTake("FOR") ? Duration("FOR 1h") : Value.Null;
    }

    private Value Duration(string example) => OptionParser.Duration(tokens, example);
}
