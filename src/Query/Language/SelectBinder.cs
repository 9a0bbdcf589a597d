using P2PCS.Query.Catalog;
using P2PCS.Query.Values;

namespace P2PCS.Query.Language;

/// <summary>Checks the clauses of a query over a table that exists.</summary>
internal sealed class SelectBinder
{
    private readonly SelectQuery query;
    private readonly Table table;
    private readonly Faults faults;
    private readonly ColumnBinder columns;
    private readonly Dictionary<string, Expr> aliases = new(StringComparer.OrdinalIgnoreCase);
    private readonly Groups? groups;

    public SelectBinder(SelectQuery query, Table table, Faults faults)
    {
        this.query = query;
        this.table = table;
        this.faults = faults;
        columns = new ColumnBinder(table, faults);
        foreach (SelectItem item in query.Items)
        {
            if (item is { Expr: not null, Alias: not null }
                && !aliases.TryAdd(item.Alias, item.Expr))
            {
                faults.Fail(item.At, $"two outputs are named {item.Alias}", "", "Rename one");
            }
        }

        bool isGrouped = query.GroupBy.Count > 0
            || query.Items.Any(item => item.Expr is not null && HasAggregate(item.Expr))
            || (query.Having is not null && HasAggregate(query.Having))
            || query.OrderBy.Any(item => HasAggregate(item.Expr));
        groups = isGrouped
            ? new Groups(columns, faults, [.. query.GroupBy.Select(Unaliased)])
            : null;
    }

    /// <summary>Checks all clauses; the first error is left with the faults.</summary>
    public BoundQuery Bind()
    {
        if (query.Having is not null && groups is null)
        {
            faults.Fail(query.Having.At, "HAVING stands without groups", "",
                "Write the condition after WHERE, or add GROUP BY");
        }

        var plain = new ExpressionBinder(columns, faults);
        var grouped = new ExpressionBinder(columns, faults) { Groups = groups };
        var named = new ExpressionBinder(columns, faults) { Groups = groups, Aliases = aliases };
        Evaluable? where = query.Where is null ? null : plain.Condition(query.Where, "WHERE");
        IReadOnlyList<Evaluable> keys = groups?.BindKeys(plain) ?? [];
        List<BoundOutput> outputs = [.. query.Items.SelectMany(item => Outputs(item, grouped))];
        Evaluable? having = query.Having is null ? null : named.Condition(query.Having, "HAVING");
        List<BoundOrder> order = [.. query.OrderBy.Select(item => Order(item, outputs, named))];
        return new BoundQuery(query, table)
        {
            Where = where,
            GroupBy = keys,
            Aggregates = groups?.Aggregates ?? [],
            IsRowQuery = groups is null,
            Outputs = outputs,
            Having = having,
            OrderBy = order,
            Columns = columns.Columns,
            IsCoarse = columns.IsCoarse,
        };
    }

    // GROUP BY may name an output, unless a column has that name.
    private Expr Unaliased(Expr key) => key is Expr.Path path && !columns.Knows(path)
        ? aliases.GetValueOrDefault(path.Name, key)
        : key;

    private IEnumerable<BoundOutput> Outputs(SelectItem item, ExpressionBinder binder)
    {
        if (item.Expr is null)
            return Star(item);
        Evaluable value = binder.Bind(item.Expr);
        string name = item.Alias ?? Printer.Print(item.Expr);
        int listOf = value.Type == ColumnType.List
            ? ((Nodes.ColumnRead)value).Column - query.GroupBy.Count
            : -1;
        return [new BoundOutput(name, value.Type, value.Unit, value) { ListOf = listOf }];
    }

    private IEnumerable<BoundOutput> Star(SelectItem item)
    {
        if (groups is not null)
        {
            faults.Fail(item.At, "* cannot be shown for groups", "",
                "Name the group keys and aggregates");
        }

        for (int index = 0; index < table.Columns.Count; index++)
        {
            Column column = table.Columns[index];
            if (column.Privacy != Privacy.Private && column.Type != ColumnType.Map)
            {
                yield return new BoundOutput(
                    column.Name, column.Type, column.Unit, columns.Read(index));
            }
        }
    }

    private BoundOrder Order(OrderItem item, List<BoundOutput> outputs, ExpressionBinder binder)
    {
        Evaluable key = item.Expr is Expr.Literal literal
            ? Numbered(literal, outputs)
            : binder.Bind(item.Expr);
        if (key.Type == ColumnType.List)
            faults.Fail(item.Expr.At, "a list has no order", "", "Order by something else");
        return new BoundOrder(key, item.Descending);
    }

    private Evaluable Numbered(Expr.Literal literal, List<BoundOutput> outputs) =>
        literal.Value is { Kind: ValueKind.Int, Unit: Unit.None, AsInt: > 0 }
            && literal.Value.AsInt <= outputs.Count
            ? outputs[(int)literal.Value.AsInt - 1].Value
            : faults.Fail(literal.At, "this is no output's number", "",
                $"Write a name, or a number from 1 to {outputs.Count}");

    private static bool HasAggregate(Expr expr) => expr switch
    {
        Expr.Apply call => Aggregates.IsOne(call.Name) || call.Arguments.Any(HasAggregate),
        Expr.Inverse not => HasAggregate(not.Operand),
        Expr.Negate negate => HasAggregate(negate.Operand),
        Expr.Chain chain => chain.Operands.Any(HasAggregate),
        Expr.Binary binary => HasAggregate(binary.Left) || HasAggregate(binary.Right),
        Expr.IsNull isNull => HasAggregate(isNull.Operand),
        Expr.Within within => HasAggregate(within.Operand) || within.Items.Any(HasAggregate),
        Expr.Between between => HasAggregate(between.Operand) || HasAggregate(between.Low)
            || HasAggregate(between.High),
        Expr.Match match => HasAggregate(match.Operand),
        Expr.Choice choice => (choice.Operand is not null && HasAggregate(choice.Operand))
            || choice.Branches.Any(b => HasAggregate(b.When) || HasAggregate(b.Then))
            || (choice.Otherwise is not null && HasAggregate(choice.Otherwise)),
        _ => false,
    };
}
