using P2PCS.Protocol;

namespace P2PCS.Host.Tests.Language;

/// <summary>Random expressions in two dialects that mean the same.</summary>
public static class TwinText
{
    private static readonly string[] Comparisons = ["=", "!=", "<", "<=", ">", ">=", "<>"];
    private static readonly string[] Numbers = ["a", "b", "f", "0", "1", "-2", "0.5", "3", "7"];
    private static readonly string[] Wholes = ["a", "b", "2", "3", "-5", "0"];
    private static readonly string[] Texts = ["s", "t", "'ab'", "''", "'it''s'", "'B'"];
    private static readonly string[] Patterns = ["'%'", "'a%'", "'_b'", "'%b%'", "'a_c%'", "''"];

    /// <summary>A text in both dialects.</summary>
    public readonly record struct Pair(string Ours, string Sqlite)
    {
        public static Pair Of(string both) => new(both, both);

        public static Pair Form(FormattableString form) => new(
            string.Format(form.Format, [.. form.GetArguments().Select(a => Part(a, true))]),
            string.Format(form.Format, [.. form.GetArguments().Select(a => Part(a, false))]));

        private static object? Part(object? argument, bool ours) =>
            argument is Pair pair ? ours ? pair.Ours : pair.Sqlite : argument;
    }

    public static Pair Truth(ref Rng rng, int depth)
    {
        if (depth == 0)
            return Pair.Of(rng.Below(2) == 0 ? "p" : "q");
        Pair a = Number(ref rng, depth - 1);
        Pair b = Number(ref rng, depth - 1);
        Pair s = Text(ref rng, depth - 1);
        string op = Comparisons[rng.Below(Comparisons.Length)];
        string not = rng.Below(2) == 0 ? "NOT " : "";
        return rng.Below(10) switch
        {
            0 => Pair.Form($"{a} {op} {b}"),
            1 => Pair.Form($"{s} {op} {Text(ref rng, depth - 1)}"),
            2 => Pair.Form($"{a} IS {not}NULL"),
            3 => Pair.Form($"{a} {not}IN ({b}, {Number(ref rng, depth - 1)}, NULL)"),
            4 => Pair.Form($"{s} {not}IN ({Text(ref rng, depth - 1)}, 'ab')"),
            5 => Pair.Form($"{a} {not}BETWEEN {b} AND {Number(ref rng, depth - 1)}"),
            6 => Pair.Form($"{s} {not}LIKE {Patterns[rng.Below(Patterns.Length)]}"),
            7 => Pair.Form($"NOT {Truth(ref rng, depth - 1)}"),
            8 => Pair.Form($"{Truth(ref rng, depth - 1)} OR {Truth(ref rng, depth - 1)}"),
            _ => Pair.Form($"{Truth(ref rng, depth - 1)} AND ({Truth(ref rng, depth - 1)})"),
        };
    }

    public static Pair Number(ref Rng rng, int depth)
    {
        if (depth == 0)
            return Pair.Of(Numbers[rng.Below(Numbers.Length)]);
        Pair a = Number(ref rng, depth - 1);
        Pair b = Number(ref rng, depth - 1);
        switch (rng.Below(11))
        {
            case 0 or 1:
                return Pair.Form($"{a} + {b}");
            case 2:
                return Pair.Form($"{a} - {b}");
            case 3:
                return Pair.Form($"{a} * {b}");
            case 4:
                // Our quotients are never rounded, as in DuckDB; SQLite's are, between integers.
                return new Pair($"(({a.Ours}) / ({b.Ours}))",
                    $"(CAST(({a.Sqlite}) AS REAL) / ({b.Sqlite}))");
            case 5:
                // SQLite cuts fractions off before it takes a remainder, so both are whole.
                return Pair.Form(
                    $"({Wholes[rng.Below(Wholes.Length)]} % {Wholes[rng.Below(Wholes.Length)]})");
            case 6:
                return Pair.Form($"abs({a}) - (-({b}))");
            case 7:
                return new Pair($"least({a.Ours}, {b.Ours})", $"min({a.Sqlite}, {b.Sqlite})");
            case 8:
                return Pair.Form($"coalesce({a}, {b})");
            case 9:
                return Pair.Form($"CASE WHEN {Truth(ref rng, depth - 1)} THEN {a} ELSE {b} END");
            default:
                return Pair.Form($"length({Text(ref rng, depth - 1)})");
        }
    }

    public static Pair Text(ref Rng rng, int depth)
    {
        if (depth == 0)
            return Pair.Of(Texts[rng.Below(Texts.Length)]);
        Pair a = Text(ref rng, depth - 1);
        Pair b = Text(ref rng, depth - 1);
        return rng.Below(6) switch
        {
            0 => Pair.Form($"upper({a})"),
            1 => Pair.Form($"lower({a})"),
            2 => Pair.Form($"trim({a})"),
            3 => new Pair($"concat({a.Ours}, {b.Ours})", $"({a.Sqlite} || {b.Sqlite})"),
            4 => Pair.Form($"nullif({a}, {b})"),
            _ => Pair.Form($"CASE {a} WHEN {b} THEN 'same' ELSE {b} END"),
        };
    }
}
