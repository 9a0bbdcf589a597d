using P2PCS.Protocol;
using P2PCS.Query.Language;
using P2PCS.Tests;

namespace P2PCS.Query.Tests.Language;

/// <summary>What is printed reads as the tree it was printed from.</summary>
public sealed class RoundTripTests
{
    private static readonly string[] Literals =
    [
        "0", "7", "-7", "1.5", "-2.5e-7", "1e300", "8GiB", "-500MB", "90s", "1500ms", "0.00025s",
        "10Mbit", "25%", "-0.1%", "TRUE", "FALSE", "NULL", "'it''s'", "''", "'a\nb'", "1.5B",
        "9223372036854775807", "-9223372036854775808",
    ];

    private static readonly string[][] Paths =
        [["a"], ["mem", "free"], ["label", "two words"], ["label", "it's"], ["x", "select", "y"]];

    private static readonly string[] Patterns = ["%", "it-_%", "'", ""];

    [Fact]
    public void Printing_parsing_and_printing_again_gives_the_same_text_and_tree() =>
        Seed.Run((ref Rng rng) =>
        {
            for (int count = 0; count < 20_000; count++)
            {
                Expr tree = Tree(ref rng, rng.Below(6));
                string text = Printer.Print(tree);
                Assert.True(
                    Expression.TryParse(text, out Expr? read, out QueryError? error),
                    $"{text}: {error}");
                Assert.Equal(text, Printer.Print(read));
                Assert.True(Same(tree, read), text);
            }
        });

    private static Expr Tree(ref Rng rng, int depth)
    {
        if (depth == 0)
            return Leaf(ref rng);
        Expr a = Tree(ref rng, rng.Below(depth));
        Expr b = Tree(ref rng, rng.Below(depth));
        Expr c = Tree(ref rng, rng.Below(depth));
        bool coin = rng.Below(2) == 0;
        return rng.Below(10) switch
        {
            0 => new Expr.Inverse(a),
            1 => new Expr.Negate(a),
            2 => new Expr.Chain(coin, [a, b, c]),
            3 or 4 => new Expr.Binary((BinaryOperator)rng.Below(11), a, b),
            5 => new Expr.IsNull(a, coin),
            6 => new Expr.Within(a, [b, c], coin),
            7 => new Expr.Between(a, b, c, coin),
            8 => rng.Below(2) == 0
                ? new Expr.Match(a, Patterns[rng.Below(Patterns.Length)], false, coin)
                : new Expr.Apply("count", coin ? [] : [a], coin, !coin),
            _ => new Expr.Choice(coin ? a : null, [new Expr.Branch(b, c), new Expr.Branch(c, a)],
                rng.Below(2) == 0 ? b : null),
        };
    }

    private static Expr Leaf(ref Rng rng)
    {
        if (rng.Below(3) == 0)
            return new Expr.Path(Paths[rng.Below(Paths.Length)]);
        Assert.True(Expression.TryParse(
            Literals[rng.Below(Literals.Length)], out Expr? literal, out _));
        return literal;
    }

    private static bool Same(Expr? a, Expr? b) => (a, b) switch
    {
        (null, null) => true,
        (Expr.Literal x, Expr.Literal y) => x.Value == y.Value && x.Value.Kind == y.Value.Kind,
        (Expr.Path x, Expr.Path y) => x.Segments.SequenceEqual(y.Segments),
        (Expr.Inverse x, Expr.Inverse y) => Same(x.Operand, y.Operand),
        (Expr.Negate x, Expr.Negate y) => Same(x.Operand, y.Operand),
        (Expr.Chain x, Expr.Chain y) => x.IsAnd == y.IsAnd && Same(x.Operands, y.Operands),
        (Expr.Binary x, Expr.Binary y) =>
            x.Operator == y.Operator && Same(x.Left, y.Left) && Same(x.Right, y.Right),
        (Expr.IsNull x, Expr.IsNull y) => x.Negated == y.Negated && Same(x.Operand, y.Operand),
        (Expr.Within x, Expr.Within y) =>
            x.Negated == y.Negated && Same(x.Operand, y.Operand) && Same(x.Items, y.Items),
        (Expr.Between x, Expr.Between y) => x.Negated == y.Negated
            && Same([x.Operand, x.Low, x.High], [y.Operand, y.Low, y.High]),
        (Expr.Match x, Expr.Match y) =>
            (x.Pattern, x.IsRegex, x.Negated) == (y.Pattern, y.IsRegex, y.Negated)
            && Same(x.Operand, y.Operand),
        (Expr.Apply x, Expr.Apply y) =>
            (x.Name, x.Star, x.Distinct) == (y.Name, y.Star, y.Distinct)
            && Same(x.Arguments, y.Arguments),
        (Expr.Choice x, Expr.Choice y) => Same(x.Operand, y.Operand)
            && Same(x.Otherwise, y.Otherwise)
            && Same([.. x.Branches.SelectMany(Parts)], [.. y.Branches.SelectMany(Parts)]),
        _ => false,
    };

    private static bool Same(IReadOnlyList<Expr> a, IReadOnlyList<Expr> b) =>
        a.Count == b.Count && a.Zip(b).All(pair => Same(pair.First, pair.Second));

    private static IEnumerable<Expr> Parts(Expr.Branch branch) => [branch.When, branch.Then];
}
