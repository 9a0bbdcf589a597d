using System.Globalization;
using P2PCS.Query.Values;
using static P2PCS.Query.Language.Want;

namespace P2PCS.Query.Language;

/// <summary>The functions of values.</summary>
internal static class Functions
{
    /// <summary>Longest text that a function makes, in characters.</summary>
    private const int TextMax = 4096;

    private static readonly Dictionary<string, Function> Known = ((Function[])
    [
        .. Numbers, .. Texts, .. Times, .. Choices,
    ]).ToDictionary(function => function.Name);

    /// <summary>All names, for spelling.</summary>
    public static IEnumerable<string> Names => [.. Known.Keys, "now", "has"];

    private static Function[] Numbers =>
    [
        new("abs", "abs(x)", [Number], Gives.Common, Absolute),
        new("round", "round(x) or round(x, 2)", [Number, Number], Gives.Number, Round)
        {
            Optional = 1,
        },
        new("floor", "floor(x)", [Number], Gives.Whole, a => Whole(Math.Floor, a[0])),
        new("ceil", "ceil(x)", [Number], Gives.Whole, a => Whole(Math.Ceiling, a[0])),
        new("sqrt", "sqrt(x)", [Number], Gives.Bare, a => Value.Of(Math.Sqrt(a[0].AsNumber))),
        new("ln", "ln(x)", [Number], Gives.Bare, a => Value.Of(Math.Log(a[0].AsNumber))),
        new("log10", "log10(x)", [Number], Gives.Bare,
            a => Value.Of(Math.Log10(a[0].AsNumber))),
        new("exp", "exp(x)", [Number], Gives.Bare, a => Value.Of(Math.Exp(a[0].AsNumber))),
        new("power", "power(x, y)", [Number, Number], Gives.Bare,
            a => Value.Of(Math.Pow(a[0].AsNumber, a[1].AsNumber))),
        new("number", "number(text)", [Anything], Gives.Bare, ToNumber),
    ];

    private static Function[] Texts =>
    [
        new("lower", "lower(text)", [Text], Gives.Text,
            a => Value.Of(a[0].AsText.ToLowerInvariant())),
        new("upper", "upper(text)", [Text], Gives.Text,
            a => Value.Of(a[0].AsText.ToUpperInvariant())),
        new("trim", "trim(text)", [Text], Gives.Text, a => Value.Of(a[0].AsText.Trim())),
        new("length", "length(text)", [Text], Gives.Int,
            a => Value.Of(a[0].AsText.EnumerateRunes().LongCount())),
        new("contains", "contains(text, part)", [Text, Text], Gives.Bool,
            a => Value.Of(a[0].AsText.Contains(a[1].AsText, StringComparison.Ordinal)))
        {
            Searches = true,
        },
        new("starts_with", "starts_with(text, part)", [Text, Text], Gives.Bool,
            a => Value.Of(a[0].AsText.StartsWith(a[1].AsText, StringComparison.Ordinal))),
        new("ends_with", "ends_with(text, part)", [Text, Text], Gives.Bool,
            a => Value.Of(a[0].AsText.EndsWith(a[1].AsText, StringComparison.Ordinal))),
        new("concat", "concat(x, y, ...)", [Anything], Gives.Text, Concat) { Repeats = true },
        new("text", "text(x)", [Anything], Gives.Text, a => Value.Of(a[0].ToString())),
        new("version", "version('1.2')", [Text], Gives.Version,
            a => VersionText.IsOne(a[0].AsText) ? Value.OfVersion(a[0].AsText) : Value.Null),
    ];

    private static Function[] Times =>
    [
        new("time", "time('2026-01-31T12:00:00Z')", [Text], Gives.Time,
            a => TimeText.TryParse(a[0].AsText, out long time) ? Value.OfTime(time) : Value.Null),
        new("year", "year(time)", [Time], Gives.Int,
            a => Value.Of(TimeText.Date(a[0].AsInt).Year)),
        new("month", "month(time)", [Time], Gives.Int,
            a => Value.Of(TimeText.Date(a[0].AsInt).Month)),
        new("day", "day(time)", [Time], Gives.Int,
            a => Value.Of(TimeText.Date(a[0].AsInt).Day)),
        new("hour", "hour(time)", [Time], Gives.Int,
            a => Value.Of((a[0].AsInt - (TimeText.Days(a[0].AsInt) * 86_400_000)) / 3_600_000)),
        new("weekday", "weekday(time), 1 is Monday", [Time], Gives.Int,
            a => Value.Of(((((TimeText.Days(a[0].AsInt) + 3) % 7) + 7) % 7) + 1)),
    ];

    private static Function[] Choices =>
    [
        new("least", "least(x, y, ...)", [Anything], Gives.Common, a => Extreme(a, 1))
        {
            Repeats = true,
        },
        new("greatest", "greatest(x, y, ...)", [Anything], Gives.Common, a => Extreme(a, -1))
        {
            Repeats = true,
        },
        new("coalesce", "coalesce(x, y, ...)", [Anything], Gives.Common, FirstKnown)
        {
            Repeats = true,
            TakesNull = true,
        },
        new("nullif", "nullif(x, y)", [Anything, Anything], Gives.Common,
            a => Value.Compare(a[0], a[1]) == 0 ? Value.Null : a[0])
        {
            TakesNull = true,
        },
    ];

    /// <summary>A function by its name in lower case; null where there is none.</summary>
    public static Function? Find(string name) => Known.GetValueOrDefault(name);

    private static Value Absolute(ReadOnlySpan<Value> a) => a[0].Kind == ValueKind.Float
        ? Value.Of(Math.Abs(a[0].AsNumber), a[0].Unit)
        : a[0].AsInt == long.MinValue ? Value.Null
        : Value.Of(Math.Abs(a[0].AsInt), a[0].Unit);

    private static Value Whole(Func<double, double> round, in Value value)
    {
        if (value.Kind == ValueKind.Int)
            return value;
        double whole = round(value.AsNumber);
        return Math.Abs(whole) < 9.2e18 ? Value.Of((long)whole, value.Unit) : Value.Null;
    }

    private static Value Round(ReadOnlySpan<Value> a)
    {
        if (a.Length == 1 || a[0].Kind == ValueKind.Int)
            return Whole(x => Math.Round(x, MidpointRounding.AwayFromZero), a[0]);
        int digits = (int)Math.Clamp(a[1].AsInt, 0, 15);
        return Value.Of(
            Math.Round(a[0].AsNumber, digits, MidpointRounding.AwayFromZero), a[0].Unit);
    }

    private static Value ToNumber(ReadOnlySpan<Value> a) => a[0].Kind switch
    {
        ValueKind.Int or ValueKind.Float => a[0].With(Unit.None),
        ValueKind.Bool => Value.Of(a[0].IsTrue ? 1 : 0),
        ValueKind.Text => double.TryParse(a[0].AsText, NumberStyles.Float,
            CultureInfo.InvariantCulture, out double number) ? Value.Of(number) : Value.Null,
        _ => Value.Null,
    };

    private static Value Concat(ReadOnlySpan<Value> a)
    {
        string joined = "";
        foreach (Value value in a)
        {
            joined += value.ToString();
            if (joined.Length > TextMax)
                return Value.Null;
        }

        return Value.Of(joined);
    }

    private static Value Extreme(ReadOnlySpan<Value> a, int sign)
    {
        Value best = a[0];
        foreach (Value value in a[1..])
        {
            if (Value.Compare(value, best) is not { } order)
                return Value.Null;
            if (order * sign < 0)
                best = value;
        }

        return best;
    }

    private static Value FirstKnown(ReadOnlySpan<Value> a)
    {
        foreach (Value value in a)
        {
            if (!value.IsNull)
                return value;
        }

        return Value.Null;
    }
}
