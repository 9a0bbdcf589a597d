namespace P2PCS.Query.Language;

/// <summary>Signs and binding strength of operators.</summary>
internal static class Operators
{
    public const int Or = 1;
    public const int And = 2;
    public const int Not = 3;
    public const int Comparison = 4;
    public const int Sum = 5;
    public const int Product = 6;
    public const int Sign = 7;
    public const int Primary = 8;

    private static readonly string[] Signs =
        ["=", "!=", "<", "<=", ">", ">=", "+", "-", "*", "/", "%"];

    public static string Text(this BinaryOperator op) => Signs[(int)op];

    public static bool IsComparison(this BinaryOperator op) => op <= BinaryOperator.GreaterOrEqual;

    public static int Strength(this BinaryOperator op) => op switch
    {
        <= BinaryOperator.GreaterOrEqual => Comparison,
        BinaryOperator.Add or BinaryOperator.Subtract => Sum,
        _ => Product,
    };

    public static BinaryOperator? Find(string sign)
    {
        int index = Array.IndexOf(Signs, sign == "<>" ? "!=" : sign);
        return index < 0 ? null : (BinaryOperator)index;
    }
}
