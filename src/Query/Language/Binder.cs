using System.Diagnostics.CodeAnalysis;
using P2PCS.Query.Catalog;

namespace P2PCS.Query.Language;

/// <summary>Checks a query's names and types against the catalog.</summary>
public static class Binder
{
    /// <summary>Checks a query.</summary>
    /// <param name="query">As it was written.</param>
    /// <param name="bound">Ready to be run; null where it is refused.</param>
    /// <param name="error">Why it is refused; null where it is not.</param>
    public static bool TryBind(
        SelectQuery query,
        [NotNullWhen(true)] out BoundQuery? bound,
        [NotNullWhen(false)] out QueryError? error)
    {
        bound = null;
        if (Schema.Find(query.Table) is not { } table)
        {
            error = NoTable(query);
            return false;
        }

        var faults = new Faults();
        BoundQuery made = new SelectBinder(query, table, faults).Bind();
        error = faults.Error;
        bound = error is null ? made : null;
        return error is null;
    }

    /// <summary>Reads and checks a text.</summary>
    /// <param name="text">SELECT ... FROM ..., perhaps after EXPLAIN.</param>
    /// <param name="bound">Ready to be run; null where it is refused.</param>
    /// <param name="error">Why it is refused; null where it is not.</param>
    public static bool TryBind(
        string text,
        [NotNullWhen(true)] out BoundQuery? bound,
        [NotNullWhen(false)] out QueryError? error)
    {
        bound = null;
        return QueryParser.TryParse(text, out SelectQuery? query, out error)
            && TryBind(query, out bound, out error);
    }

    private static QueryError NoTable(SelectQuery query)
    {
        if (query.Table.Equals("usage", StringComparison.OrdinalIgnoreCase))
        {
            return new QueryError(query.TableAt, "table usage is not there yet", "",
                "It comes with co-signed receipts; attempts has cpu_seconds meanwhile");
        }

        string[] names = [.. Schema.All.Select(known => known.Name)];
        string? near = Spelling.Nearest(query.Table, names);
        string shown = query.Table.Length <= 40 ? query.Table : query.Table[..40] + "...";
        return new QueryError(query.TableAt, $"there is no table {shown}", "", near is null
            ? $"The tables are {string.Join(", ", names)}" : $"Did you mean {near}?");
    }
}
