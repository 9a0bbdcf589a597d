using P2PCS.Query.Catalog;
using P2PCS.Query.Language;
using P2PCS.Query.Values;

namespace P2PCS.Query.Tests.Language;

public sealed class EvaluationTests
{
    [Theory]
    [InlineData("1 + 2 * 3", "7")]
    [InlineData("7 / 2", "3.5")]
    [InlineData("7 % 4", "3")]
    [InlineData("-7 % 4", "-3")]
    [InlineData("7.5 % 2", "1.5")]
    [InlineData("-(2 - 5)", "3")]
    [InlineData("9007199254740993 = 9007199254740992.0", "false")]
    [InlineData("9007199254740993 > 9007199254740992.0", "true")]
    [InlineData("1 = 1.0", "true")]
    [InlineData("mem.free >= 8GiB", "true")]
    [InlineData("mem.free > 8000000000", "true")]
    [InlineData("mem.free / mem.total = 50%", "true")]
    [InlineData("uptime = 2h", "true")]
    [InlineData("availability BETWEEN 20% AND 30%", "true")]
    [InlineData("10000kbit >= 10Mbit", "true")]
    [InlineData("site LIKE 'it-%'", "true")]
    [InlineData("site LIKE '%'", "true")]
    [InlineData("site LIKE 'IT-%'", "false")]
    [InlineData("site LIKE '__-b_'", "true")]
    [InlineData("site NOT LIKE '%x%'", "true")]
    [InlineData("site MATCHES '^it-[a-z]+$'", "true")]
    [InlineData("site MATCHES 't-b'", "true")]
    [InlineData("site NOT MATCHES '^[0-9]'", "true")]
    [InlineData("agent.version > version('1.9')", "true")]
    [InlineData("version('1.2') = version('v1.2.0')", "true")]
    [InlineData("version('2.0-rc.2') < version('2.0-rc.10')", "true")]
    [InlineData("version('2.0-rc.2') < version('2.0')", "true")]
    [InlineData("label['gpu'] = 'a100' AND number(label.count) = 2", "true")]
    [InlineData("concat(site, '-', leases, TRUE)", "it-bo-3true")]
    [InlineData("upper(trim(' x '))", "X")]
    [InlineData("length('añ🙂')", "3")]
    [InlineData("contains(site, '-') AND starts_with(site, 'it') AND ends_with(site, 'o')", "true")]
    [InlineData("round(2.5)", "3")]
    [InlineData("round(-2.5)", "-3")]
    [InlineData("round(2.345, 2)", "2.35")]
    [InlineData("floor(-1.5) + ceil(1.5)", "0")]
    [InlineData("abs(-3) + abs(2.5)", "5.5")]
    [InlineData("least(3, 1, 2) + greatest(3, 1, 2)", "4")]
    [InlineData("least(1, NULL)", "NULL")]
    [InlineData("coalesce(region, site)", "it-bo")]
    [InlineData("nullif(site, 'it-bo')", "NULL")]
    [InlineData("sqrt(16) + power(2, 3) + exp(0) + ln(1) + log10(100)", "15")]
    [InlineData("now()", "2026-01-31T00:00:00.000Z")]
    [InlineData("now() - 12h", "2026-01-30T12:00:00.000Z")]
    [InlineData("now() - time('2026-01-30T23:59:58.500Z') = 1500ms", "true")]
    [InlineData("year(now()) * 10000 + month(now()) * 100 + day(now())", "20260131")]
    [InlineData("weekday(now())", "6")]
    [InlineData("hour(time('1969-12-31T23:30Z'))", "23")]
    [InlineData("weekday(time('1969-12-28'))", "7")]
    [InlineData("time('2024-02-29') + 365d", "2025-02-28T00:00:00.000Z")]
    [InlineData("text(1.5)", "1.5")]
    [InlineData("CASE WHEN accepts THEN 'y' ELSE 'n' END", "y")]
    [InlineData("cpu.cores - leases", "1")]
    public void An_expression_has_its_value(string text, string expected)
    {
        Value value = Cells.Sample.Evaluate(text, out Budget budget);
        Assert.Equal(expected, value.ToString());
        Assert.Equal(0, budget.Errors);
    }

    [Theory]
    [InlineData("1 / 0")]
    [InlineData("1.5 / 0.0")]
    [InlineData("1 % 0")]
    [InlineData("9223372036854775807 + 1")]
    [InlineData("-9223372036854775808 - 1")]
    [InlineData("9223372036854775807 * 2")]
    [InlineData("-(-9223372036854775808)")]
    [InlineData("abs(-9223372036854775808)")]
    [InlineData("1e300 * 1e300")]
    [InlineData("sqrt(-1)")]
    [InlineData("ln(0)")]
    [InlineData("floor(1e30)")]
    [InlineData("number(site)")]
    [InlineData("version(site)")]
    [InlineData("time(arch)")]
    [InlineData("now() + 1e300s")]
    public void What_has_no_value_is_null_and_counted(string text)
    {
        Value value = Cells.Sample.Evaluate(text, out Budget budget);
        Assert.True(value.IsNull, $"{text} is {value}");
        Assert.Equal(1, budget.Errors);
    }

    [Theory]
    [InlineData("load1 > 1")]
    [InlineData("load1 + 1 > 1")]
    [InlineData("load1 IN (1, 2)")]
    [InlineData("load1 BETWEEN 1 AND 9")]
    [InlineData("abs(load1) = 1")]
    [InlineData("-load1 = 1")]
    [InlineData("site LIKE 'x'")]
    [InlineData("site MATCHES 'x'")]
    [InlineData("NOT accepts")]
    [InlineData("accepts AND TRUE")]
    public void A_row_of_wrong_types_is_null_and_counted(string text)
    {
        var wrong = new Cells(("load1", Value.Of("high")), ("site", Value.Of(3)),
            ("accepts", Value.Of("yes")));
        Value value = wrong.Evaluate(text, out Budget budget);
        Assert.True(value.IsNull, $"{text} is {value}");
        Assert.True(budget.Errors > 0, text);
    }

    [Theory]
    [InlineData("8GiB + 1", Unit.Bytes)]
    [InlineData("8GiB - mem.free", Unit.Bytes)]
    [InlineData("2 * 8GiB", Unit.Bytes)]
    [InlineData("8GiB * 25%", Unit.Bytes)]
    [InlineData("25% * 8GiB", Unit.Bytes)]
    [InlineData("8GiB / 2", Unit.Bytes)]
    [InlineData("8GiB / 50%", Unit.Bytes)]
    [InlineData("8GiB / 4GiB", Unit.None)]
    [InlineData("8GiB / 2s", Unit.None)]
    [InlineData("8GiB * 2s", Unit.None)]
    [InlineData("3 * 25%", Unit.Ratio)]
    [InlineData("25% / 25%", Unit.None)]
    [InlineData("3 / 2s", Unit.None)]
    [InlineData("-uptime", Unit.Seconds)]
    [InlineData("now() - now()", Unit.Seconds)]
    [InlineData("round(uptime)", Unit.Seconds)]
    [InlineData("greatest(1, mem.free)", Unit.Bytes)]
    [InlineData("coalesce(mem.free, 0)", Unit.Bytes)]
    [InlineData("CASE WHEN accepts THEN 0 ELSE mem.free END", Unit.Bytes)]
    [InlineData("1kbit + 1Mbit", Unit.BitsPerSecond)]
    [InlineData("number(mem.free)", Unit.None)]
    public void Units_go_through_arithmetic(string text, Unit unit)
    {
        Assert.True(Expression.TryParse(text, Schema.Peers, out Expression? expression, out _));
        Assert.Equal(unit, expression.Value.Unit);
        Value value = Cells.Sample.Evaluate(text);
        Assert.False(value.IsNull);
        Assert.Equal(unit, value.Unit);
    }

    [Theory]
    [InlineData("load1", 0, 1e4)]
    [InlineData("load1 + 1", 1, 10_001)]
    [InlineData("-load1", -1e4, 0)]
    [InlineData("load1 * 2 - 5", -5, 19_995)]
    [InlineData("load1 / 4", 0, 2500)]
    [InlineData("CASE WHEN accepts THEN availability ELSE 7 END", 0, 7)]
    [InlineData("CASE WHEN outcome = 'rejected' THEN 1.0 END", 1, 1)]
    [InlineData("coalesce(availability, -1)", -1, 1)]
    [InlineData("load1 / leases", double.NegativeInfinity, double.PositiveInfinity)]
    public void An_expression_knows_the_limits_of_honest_values(
        string text, double low, double high)
    {
        Table table = text.Contains("outcome") ? Schema.Attempts : Schema.Peers;
        Assert.True(Expression.TryParse(text, table, out Expression? expression, out _));
        Assert.Equal((low, high), (expression.Value.Low, expression.Value.High));
    }

    [Fact]
    public void Grouped_outputs_are_asked_of_keys_and_then_aggregates()
    {
        Assert.True(Binder.TryBind(
            "SELECT count(*) + 1, upper(site), upper(site) = 'A', count(*) n FROM peers "
            + "GROUP BY upper(site) HAVING n > 1 ORDER BY avg(load1), n DESC",
            out BoundQuery? bound, out QueryError? error), error?.ToString());
        Assert.False(bound.IsRowQuery);
        Assert.Equal(["count(*)", "avg(load1)"], bound.Aggregates.Select(a => a.Text));
        var row = new Group([Value.Of("A"), Value.Of(4), Value.Of(0.5)]);
        var budget = new Budget(0);
        Assert.Equal(["5", "A", "true", "4"],
            bound.Outputs.Select(o => o.Value.Evaluate(row, ref budget).ToString()));
        Assert.True(bound.Having!.Evaluate(row, ref budget).IsTrue);
        Assert.Equal(["0.5", "4"],
            bound.OrderBy.Select(o => o.Key.Evaluate(row, ref budget).ToString()));
        Assert.True(bound.IsCoarse);
        Assert.Equal(["site", "load1"], bound.Columns.Select(c => bound.Table.Columns[c].Name));
    }

    private sealed class Group(Value[] values) : Row
    {
        public override Value this[int column] => values[column];
    }
}
