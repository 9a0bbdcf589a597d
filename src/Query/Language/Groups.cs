using P2PCS.Query.Language.Nodes;

namespace P2PCS.Query.Language;

/// <summary>What a grouped query's outputs are made of: group keys and aggregates, in this order
/// the columns of a group's row.</summary>
/// <param name="columns">Finds columns.</param>
/// <param name="faults">Where errors are left.</param>
/// <param name="keys">GROUP BY as written.</param>
internal sealed class Groups(ColumnBinder columns, Faults faults, IReadOnlyList<Expr> keys)
{
    private readonly List<string> keyTexts = [.. keys.Select(TextOf)];
    private readonly List<Evaluable> bound = [];
    private readonly List<AggregateCall> aggregates = [];

    /// <summary>The aggregates found so far.</summary>
    public IReadOnlyList<AggregateCall> Aggregates => aggregates;

    /// <summary>The group keys, checked.</summary>
    /// <param name="binder">Checks them; aggregates are not allowed.</param>
    public IReadOnlyList<Evaluable> BindKeys(ExpressionBinder binder)
    {
        foreach (Expr key in keys)
        {
            Evaluable value = binder.Bind(key);
            bound.Add(value);
        }

        return bound;
    }

    /// <summary>The group key that an expression is; null where it is none.</summary>
    public Evaluable? Key(Expr expr)
    {
        int index = keys.Count == 0 || expr is Expr.Literal ? -1 : keyTexts.IndexOf(TextOf(expr));
        return index < 0 ? null : new ColumnRead(index, bound[index].Type, bound[index].Unit)
        {
            Low = bound[index].Low,
            High = bound[index].High,
        };
    }

    /// <summary>The result of an aggregate.</summary>
    public Evaluable Aggregate(Expr.Apply call)
    {
        string text = Printer.Print(call);
        int index = aggregates.FindIndex(known => known.Text == text);
        if (index < 0)
        {
            var inner = new ExpressionBinder(columns, faults);
            AggregateCall? found = new Aggregates(inner, faults).Bind(call, text);
            if (found is null)
                return Faults.Nothing;
            index = aggregates.Count;
            aggregates.Add(found);
        }

        return new ColumnRead(keys.Count + index, aggregates[index].Type, aggregates[index].Unit);
    }

    private static string TextOf(Expr expr) => Printer.Print(expr);
}
