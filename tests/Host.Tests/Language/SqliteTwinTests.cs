using System.Globalization;
using System.Text;
using P2PCS.Host.Storage;
using P2PCS.Host.Tests.Storage;
using P2PCS.Protocol;
using P2PCS.Query.Catalog;
using P2PCS.Query.Language;
using P2PCS.Query.Values;
using P2PCS.Tests;

namespace P2PCS.Host.Tests.Language;

/// <summary>SQLite and our language agree wherever both understand an expression.</summary>
public sealed class SqliteTwinTests
{
    private const int Rows = 24;
    private const int Expressions = 1500;

    private static readonly Table Twins = new("twins",
    [
        Column("a", ColumnType.Int), Column("b", ColumnType.Int), Column("f", ColumnType.Float),
        Column("s", ColumnType.Text), Column("t", ColumnType.Text), Column("p", ColumnType.Bool),
        Column("q", ColumnType.Bool),
    ],
    "Rows that are in both.");

    private static readonly string[] Words = ["", "a", "ab", "B", "abc", " it's ", "xbx", "zz"];

    [Fact]
    public void Random_expressions_have_the_same_values_in_SQLite() => Seed.Run((ref Rng rng) =>
    {
        using var temp = new TempDirectory();
        File.WriteAllBytes(temp.At("twins.db"), []);
        using var database = SqliteDatabase.Open(temp.At("twins.db"), TimeSpan.FromSeconds(1));
        Line[] lines = [.. Enumerable.Range(0, Rows).Select(_ => new Line())];
        foreach (ref Line line in lines.AsSpan())
            line = Line.Random(ref rng);
        Fill(database, lines);
        int known = 0;
        for (int count = 0; count < Expressions; count++)
        {
            TwinText.Pair pair = (count % 3) switch
            {
                0 => TwinText.Truth(ref rng, 1 + rng.Below(4)),
                1 => TwinText.Number(ref rng, 1 + rng.Below(3)),
                _ => TwinText.Text(ref rng, 1 + rng.Below(3)),
            };
            known += Compare(database, lines, pair);
        }

        // Most values must be known, or NULL would hide everything.
        Assert.InRange(known, Expressions * Rows / 3, Expressions * Rows);
    });

    private static void Fill(SqliteDatabase database, Line[] lines)
    {
        database.Execute("PRAGMA case_sensitive_like = ON");
        database.Execute("CREATE TABLE twins (id, a, b, f, s, t, p, q)");
        for (int id = 0; id < lines.Length; id++)
        {
            string values = string.Join(", ", Enumerable.Range(0, Twins.Columns.Count)
                .Select(column => Literal(lines[id][column])));
            database.Execute($"INSERT INTO twins VALUES ({id}, {values})");
        }
    }

    private static int Compare(SqliteDatabase database, Line[] lines, TwinText.Pair pair)
    {
        Assert.True(
            Expression.TryParse(pair.Ours, Twins, out Expression? ours, out QueryError? error),
            $"{pair.Ours}: {error}");
        string value = ours.Type is ColumnType.Text or ColumnType.Any
            ? $"({pair.Sqlite})" : $"printf('%!.17g', ({pair.Sqlite}))";
        using SqliteStatement theirs = database.Prepare(
            $"SELECT ({pair.Sqlite}) IS NULL, {value} FROM twins ORDER BY id");
        int known = 0;
        foreach (Line line in lines)
        {
            Assert.True(theirs.Step());
            var budget = new Budget(0);
            Value mine = ours.Value.Evaluate(line, ref budget);
            string text = Encoding.UTF8.GetString(theirs.Blob(1));
            bool same = theirs.Int64(0) == 1 ? mine.IsNull : Same(mine, text);
            Assert.True(same, $"{pair.Ours} is {mine}; {pair.Sqlite} is '{text}'");
            known += mine.IsNull ? 0 : 1;
        }

        return known;
    }

    private static bool Same(in Value mine, string theirs)
    {
        if (mine.Kind == ValueKind.Text)
            return mine.AsText == theirs;
        if (mine.IsNull)
            return false;
        double number = double.Parse(theirs, CultureInfo.InvariantCulture);
        return Math.Abs(mine.AsNumber - number) <= 1e-12 * Math.Max(1, Math.Abs(number));
    }

    private static string Literal(Value value) => value.Kind switch
    {
        ValueKind.Text => $"'{value.AsText.Replace("'", "''")}'",
        ValueKind.Bool => value.IsTrue ? "1" : "0",
        _ => value.ToString(),
    };

    private static Column Column(string name, ColumnType type) =>
        new(name, type, Unit.None, Privacy.Public, "A column.");

    private sealed class Line : Row
    {
        private readonly Value[] values = new Value[7];

        public override Value this[int column] => values[column];

        public static Line Random(ref Rng rng)
        {
            var line = new Line();
            line.values[0] = Value.Of(rng.Below(9) - 4);
            line.values[1] = Value.Of(rng.Below(5) - 2);
            line.values[2] = Value.Of((rng.Below(17) - 8) / 4.0);
            line.values[3] = Value.Of(Words[rng.Below(Words.Length)]);
            line.values[4] = Value.Of(Words[rng.Below(Words.Length)]);
            line.values[5] = Value.Of(rng.Below(2) == 0);
            line.values[6] = Value.Of(rng.Below(2) == 0);
            foreach (ref Value value in line.values.AsSpan())
                value = rng.Below(6) == 0 ? Value.Null : value;
            return line;
        }
    }
}
