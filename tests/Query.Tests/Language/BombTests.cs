using System.Text;
using P2PCS.Protocol;
using P2PCS.Query.Catalog;
using P2PCS.Query.Language;
using P2PCS.Query.Values;
using P2PCS.Tests;

namespace P2PCS.Query.Tests.Language;

/// <summary>Texts that are made to hurt.</summary>
public sealed class BombTests
{
    private static readonly int[] Lengths = [40, 80, 160];

    public static TheoryData<string> Deep =>
    [
        Repeat("(", 4000),
        Repeat("(", 2000) + "1" + Repeat(")", 2000),
        Repeat("NOT ", 2000) + "accepts",
        Repeat("- ", 4000) + "1",
        Repeat("-(", 2000) + "1" + Repeat(")", 2000),
        Repeat("abs(", 1500) + "1" + Repeat(")", 1500),
        Repeat("CASE WHEN ", 800),
        Repeat("CASE WHEN TRUE THEN ", 300) + "1" + Repeat(" END", 300),
        Repeat("1 IN (", 1300),
        Repeat("1 BETWEEN (", 700),
        "1" + Repeat("+1", 4000),
        "1" + Repeat("*1-1", 2000),
        Repeat("1=(", 2700) + "1",
        Repeat("accepts OR (accepts AND ", 300),
        Repeat("a.", 4000) + "a",
    ];

    [Theory]
    [MemberData(nameof(Deep))]
    public void Deep_nesting_is_refused_before_it_is_followed(string text)
    {
        Assert.False(Expression.TryParse(text, Schema.Peers, out _, out QueryError? error));
        Assert.Matches("nested more than 64|up to 16 parts", error.ToString());
        Assert.False(Binder.TryBind($"SELECT {text} FROM peers", out _, out _));
    }

    [Fact]
    public void Sixty_four_levels_are_read_checked_printed_and_computed()
    {
        string text = Repeat("abs(", 63) + "load1" + Repeat(")", 63);
        Assert.Equal(Value.Of(1.5), Cells.Sample.Evaluate(text));
        Assert.False(Expression.TryParse($"abs({text})", Schema.Peers, out _, out _));
        string sum = "load1" + Repeat(" + 1", 63);
        Assert.Equal(Value.Of(64.5), Cells.Sample.Evaluate(sum));
        Assert.False(Expression.TryParse(sum + " + 1", Schema.Peers, out _, out _));
    }

    [Fact]
    public void Long_chains_of_and_or_and_in_are_flat()
    {
        string chain = "accepts" + Repeat(" AND accepts", 680);
        Assert.Equal(Value.True, Cells.Sample.Evaluate(chain, out Budget budget));
        Assert.InRange(budget.Steps, 680, 700);
        Assert.Equal(Value.False,
            Cells.Sample.Evaluate("leases IN (9" + Repeat(",9", 2600) + ")", out budget));
        Assert.InRange(budget.Steps, 2600, 2700);
        string either = "accepts" + Repeat(" OR NOT accepts AND FALSE", 300);
        Assert.Equal(Value.True, Cells.Sample.Evaluate(either));
    }

    [Fact]
    public void More_than_8_KiB_are_refused_unread()
    {
        Assert.True(QueryParser.TryParse(Padded(8192), out _, out _));
        Assert.False(QueryParser.TryParse(Padded(8193), out _, out QueryError? error));
        Assert.Equal("line 1, column 1: the text is longer than 8 KiB. Make it shorter.",
            error.ToString());
        Assert.False(Expression.TryParse("leases IN (9" + Repeat(",9", 3000) + ")", Schema.Peers,
            out _, out error));
        Assert.Equal("line 1, column 1: the text with a space after each comma and around each "
            + "operator is longer than 8 KiB. Make it shorter.", error.ToString());
        string wide = "SELECT '" + Repeat("🙂", 2100) + "' FROM peers";
        Assert.False(QueryParser.TryParse(wide, out _, out _));
    }

    [Fact]
    public void Any_one_character_8192_times_gives_an_answer()
    {
        foreach (char letter in "a1'\"()[].,*+-/%=<>; \n\t\0_\u00e9\ud800\u2028")
        {
            string text = new(letter, 4096);
            Assert.False(QueryParser.TryParse(text, out _, out QueryError? error), $"{letter}");
            Assert.InRange(error.ToString().Length, 10, 300);
            Expression.TryParse(text, Schema.Peers, out _, out _);
        }
    }

    [Theory]
    [InlineData("SELECT {0} FROM peers", "load1", 33, "more than 32 outputs")]
    [InlineData("SELECT site FROM peers GROUP BY {0}", "site", 17, "more than 16 group keys")]
    [InlineData("SELECT site FROM peers ORDER BY {0}", "site", 17, "more than 16 order keys")]
    public void Lists_are_bounded(string form, string item, int count, string reason)
    {
        string text = string.Format(form, string.Join(", ", Enumerable.Repeat(item, count)));
        Assert.False(QueryParser.TryParse(text, out _, out QueryError? error));
        Assert.Contains(reason, error.ToString());
        text = string.Format(form, string.Join(", ", Enumerable.Repeat(item, count - 1)));
        Assert.True(QueryParser.TryParse(text, out _, out _));
    }

    [Fact]
    public void A_row_that_takes_too_many_steps_is_null_and_the_next_row_starts_afresh()
    {
        Assert.True(Expression.TryParse("leases IN (9" + Repeat(",9", 2600) + ")", Schema.Peers,
            out Expression? expression, out _));
        var budget = new Budget(0, peerSteps: 2500, rowSteps: 1000);
        for (int row = 1; row <= 3; row++)
        {
            Assert.True(budget.NextRow());
            Assert.True(expression.Value.Evaluate(Cells.Sample, ref budget).IsNull);
            Assert.True(budget.RowExhausted);
            Assert.Equal(row, budget.RowsOverrun);
            Assert.Equal(Math.Min(1000 * row, 2500), budget.Steps);
        }

        Assert.True(budget.Exhausted);
        Assert.False(budget.NextRow());
        Assert.True(expression.Value.Evaluate(Cells.Sample, ref budget).IsNull);
        Assert.Equal(2500, budget.Steps);
    }

    [Theory]
    [InlineData("(a+)+$")]
    [InlineData("(a|aa)+$")]
    [InlineData("(a*)*b")]
    [InlineData("(.*a){12}")]
    [InlineData("^(([a-z])+.)+[A-Z]([a-z])+$")]
    public void Patterns_that_explode_elsewhere_are_charged_by_length(string pattern)
    {
        int[] steps = [.. Lengths.Select(length =>
        {
            var row = new Cells(("arch", Value.Of(new string('a', length) + "!")));
            Value value = row.Evaluate($"arch MATCHES '{pattern}'", out Budget budget);
            Assert.False(value.IsNull);
            return budget.Steps;
        })];
        Assert.Equal(2 * (steps[1] - steps[0]), steps[2] - steps[1]);
        Assert.Equal(40 * RegexPattern.Size(pattern), steps[1] - steps[0]);
    }

    [Fact]
    public void A_text_has_few_patterns_of_matches()
    {
        string four = "arch MATCHES 'a'" + Repeat(" OR arch MATCHES 'a'", 3);
        Assert.True(Expression.TryParse(four, Schema.Peers, out _, out _));
        Assert.False(Expression.TryParse(four + " OR arch MATCHES 'a'", Schema.Peers, out _,
            out QueryError? error));
        Assert.Contains("more than 4 patterns", error.ToString());
    }

    [Fact]
    public void Like_takes_one_step_per_character_whatever_the_pattern()
    {
        foreach (string pattern in (string[])["%a%a%a%a%a%b", "%", "aaaa%", Repeat("%_", 50)])
        {
            var row = new Cells(("arch", Value.Of(new string('a', 4000))));
            Assert.False(row.Evaluate($"arch LIKE '{pattern}'", out Budget budget).IsNull);
            Assert.InRange(budget.Steps, 1000, 1010);
        }

        var far = new Cells(("arch", Value.Of(new string('a', 1_000_000))));
        Assert.True(far.Evaluate("arch LIKE '%b'", out Budget spent).IsNull);
        Assert.Equal(1, spent.RowsOverrun);
    }

    [Fact]
    public void A_search_of_a_long_text_for_a_long_part_is_charged_by_their_product()
    {
        var row = new Cells(("arch", Value.Of(new string('a', 4096))));
        string part = Repeat("a", 2000) + "b";
        Assert.True(row.Evaluate($"contains(arch, '{part}')", out Budget budget).IsNull);
        Assert.Equal((1, Budget.RowSteps), (budget.RowsOverrun, budget.Steps));
        Assert.Equal(Value.False, row.Evaluate("contains(arch, 'b')", out budget));
        Assert.InRange(budget.Steps, 256, 600);
    }

    [Fact]
    public void Like_agrees_with_a_naive_search() => Seed.Run((ref Rng rng) =>
    {
        for (int count = 0; count < 20_000; count++)
        {
            string pattern = Word("ab%_", rng.Below(9), ref rng);
            string text = Word("ab", rng.Below(9), ref rng);
            Assert.True(Naive(pattern, text) == new LikePattern(pattern).Matches(text),
                $"'{text}' LIKE '{pattern}'");
        }
    });

    [Fact]
    public void Mutated_texts_are_read_or_refused_and_never_throw() => Seed.Run((ref Rng rng) =>
    {
        string[] corpus = [.. Golden.Inputs("good.txt"), .. Golden.Inputs("bad.txt")];
        int read = 0;
        for (int count = 0; count < 30_000; count++)
        {
            string text = Mutated(corpus, ref rng);
            bool isRead = Binder.TryBind(text, out BoundQuery? bound, out QueryError? error);
            Assert.True(isRead ? bound is not null : error is not null, text);
            Assert.True(error is null || (error.Line > 0 && error.Column > 0
                && error.ToString().Length < 400), text);
            if (bound is null)
                continue;
            read++;
            string canonical = bound.Query.ToString();
            Assert.True(Binder.TryBind(canonical, out _, out error), $"{canonical}: {error}");
            var budget = new Budget(0);
            if (bound.Where is not null && bound.Table == Schema.Peers)
                bound.Where.Evaluate(Cells.Sample, ref budget);
        }

        Assert.InRange(read, 500, 15_000);
    });

    private static string Mutated(string[] corpus, ref Rng rng)
    {
        string text = corpus[rng.Below(corpus.Length)];
        if (rng.Below(2) == 0)
            return Reworded(text, corpus[rng.Below(corpus.Length)], ref rng);
        for (int change = rng.Below(4); change >= 0; change--)
        {
            string other = corpus[rng.Below(corpus.Length)];
            int place = rng.Below(text.Length + 1);
            int length = Math.Min(rng.Below(12), text.Length - place);
            int from = rng.Below(other.Length + 1);
            string piece = other.Substring(from, Math.Min(rng.Below(20), other.Length - from));
            text = rng.Below(4) switch
            {
                0 => text.Remove(place, length),
                1 => text.Insert(place, piece),
                2 => text.Insert(place, ((char)rng.Below(0x10000)).ToString()),
                _ => text.Remove(place, length).Insert(place, piece),
            };
        }

        return text;
    }

    // A word of one text in another's place is often right.
    private static string Reworded(string text, string other, ref Rng rng)
    {
        string[] words = text.Split(' ');
        string[] others = other.Split(' ');
        words[rng.Below(words.Length)] = others[rng.Below(others.Length)];
        return string.Join(' ', words);
    }

    private static bool Naive(ReadOnlySpan<char> pattern, ReadOnlySpan<char> text)
    {
        if (pattern.IsEmpty)
            return text.IsEmpty;
        if (pattern[0] == '%')
            return Naive(pattern[1..], text) || (!text.IsEmpty && Naive(pattern, text[1..]));
        return !text.IsEmpty && (pattern[0] == '_' || pattern[0] == text[0])
            && Naive(pattern[1..], text[1..]);
    }

    private static string Word(string letters, int length, ref Rng rng)
    {
        var word = new StringBuilder();
        while (word.Length < length)
            word.Append(letters[rng.Below(letters.Length)]);
        return word.ToString();
    }

    private static string Padded(int length)
    {
        const string query = "SELECT site FROM peers";
        return query + new string(' ', length - query.Length);
    }

    private static string Repeat(string text, int count) =>
        new StringBuilder().Insert(0, text, count).ToString();
}
