using System.Globalization;
using System.Text;
using P2PCS.Query.Values;

namespace P2PCS.Query.Language;

/// <summary>Writes syntax trees as canonical text: one form for all texts that read as the same
/// tree, and that form reads as the same tree again.</summary>
public static class Printer
{
    /// <summary>A query as one line.</summary>
    public static string Print(SelectQuery query)
    {
        var text = new StringBuilder();
        text.Append(query.Explain switch
        {
            Explain.Plan => "EXPLAIN ",
            Explain.Analyze => "EXPLAIN ANALYZE ",
            _ => "",
        });
        text.Append("SELECT ").AppendJoin(", ", query.Items.Select(Item));
        text.Append(" FROM ").Append(query.Table);
        if (query.Where is not null)
            text.Append(" WHERE ").Append(Print(query.Where));
        if (query.GroupBy.Count > 0)
            text.Append(" GROUP BY ").AppendJoin(", ", query.GroupBy.Select(Print));
        if (query.Having is not null)
            text.Append(" HAVING ").Append(Print(query.Having));
        if (query.OrderBy.Count > 0)
            text.Append(" ORDER BY ").AppendJoin(", ", query.OrderBy.Select(Order));
        if (query.Limit is { } limit)
            text.Append(CultureInfo.InvariantCulture, $" LIMIT {limit}");
        if (!query.Every.IsNull)
            text.Append(" EVERY ").Append(UnitText.Print(query.Every));
        if (!query.For.IsNull)
            text.Append(" FOR ").Append(UnitText.Print(query.For));
        AppendOptions(text, query.Options);
        return text.ToString();
    }

    /// <summary>An expression.</summary>
    public static string Print(Expr expr)
    {
        var text = new StringBuilder();
        new ExpressionPrinter(text).Print(expr, 0);
        return text.ToString();
    }

    private static string Item(SelectItem item) => item.Expr is null ? "*"
        : Print(item.Expr) + (item.Alias is null ? "" : " AS " + item.Alias);

    private static string Order(OrderItem item) =>
        Print(item.Expr) + (item.Descending ? " DESC" : "");

    private static void AppendOptions(StringBuilder text, QueryOptions options)
    {
        string before = " WITH ";
        if (options.Consistency is { } consistency)
            Append("consistency", consistency.ToString().ToLowerInvariant());
        AppendNumber("timeout", options.Timeout);
        AppendNumber("max_error", options.MaxError);
        AppendNumber("min_coverage", options.MinCoverage);
        AppendNumber("max_age", options.MaxAge);

        void AppendNumber(string name, Value value)
        {
            if (!value.IsNull)
                Append(name, UnitText.Print(value));
        }

        void Append(string name, string value)
        {
            text.Append(before).Append(name).Append(" = ").Append(value);
            before = ", ";
        }
    }
}
