using P2PCS.Query.Language.Nodes;
using P2PCS.Query.Values;

namespace P2PCS.Query.Language;

/// <summary>Checks names and types of expressions.</summary>
/// <param name="columns">Finds columns.</param>
/// <param name="faults">Where errors are left; what is returned with one has no meaning.</param>
internal sealed class ExpressionBinder(ColumnBinder columns, Faults faults)
{
    private readonly FunctionBinder functions = new(faults);
    private readonly OperatorBinder operators = new(faults);

    /// <summary>What aggregates and group keys become; null where aggregates are not allowed.
    /// </summary>
    public Groups? Groups { get; init; }

    /// <summary>Outputs that may be named instead of columns.</summary>
    public IReadOnlyDictionary<string, Expr> Aliases { get; init; } =
        new Dictionary<string, Expr>();

    /// <summary>Whether a column goes before an alias of the same name, as in GROUP BY.</summary>
    public bool ColumnsFirst { get; init; }

    /// <summary>Checks a condition.</summary>
    /// <param name="expr">The expression.</param>
    /// <param name="clause">Who asks, for the error.</param>
    public Evaluable Condition(Expr expr, string clause) =>
        operators.Condition(Bind(expr), expr.At, clause);

    /// <summary>Checks an expression.</summary>
    public Evaluable Bind(Expr expr)
    {
        if (faults.Error is not null)
            return Faults.Nothing;
        if (Groups?.Key(expr) is { } key)
            return key;
        return expr switch
        {
            Expr.Literal literal => new Constant(literal.Value),
            Expr.Path path => Path(path),
            Expr.Inverse not => new Inversion(Condition(not.Operand, "NOT")),
            Expr.Negate negate => operators.Negate(Bind(negate.Operand), negate.At),
            Expr.Chain chain => new Junction(chain.IsAnd, [.. chain.Operands.Select(
                o => Condition(o, chain.IsAnd ? "AND" : "OR"))]),
            Expr.Binary binary => operators.Binary(
                binary, Bind(binary.Left), Bind(binary.Right)),
            Expr.IsNull isNull => new NullTest(Bind(isNull.Operand), isNull.Negated),
            Expr.Within within => operators.Within(
                within, Bind(within.Operand), [.. within.Items.Select(Bind)]),
            Expr.Between between => operators.Between(
                between, Bind(between.Operand), Bind(between.Low), Bind(between.High)),
            Expr.Match match => operators.Match(match, Bind(match.Operand)),
            Expr.Choice choice => Choice(choice),
            _ => Apply((Expr.Apply)expr),
        };
    }

    private Evaluable Path(Expr.Path path)
    {
        bool isAlias = Aliases.TryGetValue(path.Name, out Expr? aliased)
            && !(ColumnsFirst && columns.Knows(path));
        if (isAlias)
        {
            return new ExpressionBinder(columns, faults) { Groups = Groups }.Bind(aliased!);
        }

        Evaluable column = columns.Bind(path, Aliases.Keys);
        if (Groups is null || faults.Error is not null)
            return column;
        return faults.Fail(path.At, $"column {path.Name} differs within a group", "",
            $"Add it to GROUP BY, or show an aggregate such as any({Printer.Print(path)})");
    }

    private Selection Choice(Expr.Choice choice)
    {
        Evaluable? operand = choice.Operand is null ? null : Bind(choice.Operand);
        (Evaluable When, Evaluable Then)[] branches = [.. choice.Branches.Select(branch => (
            operand is null
                ? Condition(branch.When, "WHEN")
                : operators.Comparable(operand, Bind(branch.When), branch.When.At),
            Bind(branch.Then)))];
        Evaluable otherwise =
            choice.Otherwise is null ? Faults.Nothing : Bind(choice.Otherwise);
        Evaluable[] results = [.. branches.Select(branch => branch.Then), otherwise];
        (ColumnType, Unit) result = operators.Common(results, choice.At, "the branches of CASE");
        (double low, double high) = Bounds.Union(results);
        return new Selection(operand, branches, otherwise, result) { Low = low, High = high };
    }

    private Evaluable Apply(Expr.Apply call)
    {
        if (call.Name == "has")
            return Has(call);
        if (Aggregates.IsOne(call.Name))
        {
            return Groups is not null
                ? Groups.Aggregate(call)
                : faults.Fail(call.At, $"the aggregate {call.Name} cannot stand here", "",
                    "Aggregates stand in SELECT, HAVING and ORDER BY, and not within another");
        }

        bool known = call.Name == "now" || Functions.Find(call.Name) is not null;
        if (known && (call.Star || call.Distinct))
        {
            return faults.Fail(call.At, $"{call.Name} takes no "
                + (call.Star ? "*" : "DISTINCT"), "", "Only aggregates do");
        }

        return functions.Bind(call, [.. call.Arguments.Select(Bind)]);
    }

    private Evaluable Has(Expr.Apply call)
    {
        if (call.Arguments is [Expr.Path path] && !call.Star && !call.Distinct)
            return new NullTest(Bind(path), negated: true);
        return faults.Fail(call.At, "has takes one path", "", "Write has(driver.wasm)");
    }
}
