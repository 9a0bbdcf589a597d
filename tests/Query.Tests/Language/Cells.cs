using P2PCS.Query.Catalog;
using P2PCS.Query.Language;
using P2PCS.Query.Values;

namespace P2PCS.Query.Tests.Language;

/// <summary>A row of the table of peers with some values; all others are NULL.</summary>
public sealed class Cells : Row
{
    private readonly Dictionary<int, Value> values = [];
    private readonly Dictionary<string, Value> items = [];

    public Cells(params (string Name, Value Value)[] cells)
    {
        foreach ((string name, Value value) in cells)
        {
            int column = Schema.Peers.Find(name, out string? item);
            if (item is null)
                values[column] = value;
            else
                items[item] = value;
        }
    }

    public static Cells Sample { get; } = new(
        ("arch", Value.Of("anna")), ("site", Value.Of("it-bo")), ("accepts", Value.True),
        ("load1", Value.Of(1.5)), ("cpu.cores", Value.Of(4.0)), ("mem.free", Value.Of(8L << 30)),
        ("mem.total", Value.Of(16L << 30)), ("uptime", Value.Of(7200.0)),
        ("availability", Value.Of(0.25)), ("leases", Value.Of(3)),
        ("agent.version", Value.OfVersion("1.10.0")), ("label.gpu", Value.Of("a100")),
        ("label.count", Value.Of("2")));

    public override Value this[int column] => values.GetValueOrDefault(column);

    public override Value ItemOf(int column, string name) => items.GetValueOrDefault(name);

    /// <summary>The value of an expression over peers, in a fresh budget.</summary>
    public Value Evaluate(string text, out Budget budget)
    {
        Assert.True(Expression.TryParse(
            text, Schema.Peers, out Expression? expression, out QueryError? error),
            $"{text}: {error}");
        budget = new Budget(nowMilliseconds: 1_769_817_600_000);
        Value value = expression.Value.Evaluate(this, ref budget);
        Assert.True(value.IsNull || value.IsNumber == IsNumber(expression.Type), text);
        Assert.True(value.Unit == expression.Value.Unit || !value.IsNumber, text);
        return value;
    }

    public Value Evaluate(string text) => Evaluate(text, out _);

    private static bool IsNumber(ColumnType type) =>
        type is ColumnType.Int or ColumnType.Float;
}
