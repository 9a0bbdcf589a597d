using P2PCS.Query.Values;

namespace P2PCS.Query.Language.Nodes;

/// <summary>What comes out when types and units meet.</summary>
internal static class Units
{
    /// <summary>A number with the unit of the whole; all else as it is.</summary>
    public static Value Give(Value value, Unit unit) =>
        value.Unit == unit ? value : value.With(unit);

    public static bool IsNumeric(ColumnType type) =>
        type is ColumnType.Int or ColumnType.Float or ColumnType.Any;

    /// <summary>Whether numbers of both units compare and add.</summary>
    public static bool Agree(Unit a, Unit b) => a == b || a == Unit.None || b == Unit.None;

    /// <summary>The unit of two that agree.</summary>
    public static Unit Either(Unit a, Unit b) => a == Unit.None ? b : a;

    /// <summary>Whether values of both types compare.</summary>
    public static bool Compare(ColumnType a, ColumnType b) => a == b
        || a == ColumnType.Any || b == ColumnType.Any || (IsNumeric(a) && IsNumeric(b));

    /// <summary>The type of values that come from either, where they compare.</summary>
    public static ColumnType Either(ColumnType a, ColumnType b) =>
        a == ColumnType.Any ? b : b == ColumnType.Any || a == b ? a : ColumnType.Float;

    /// <summary>The unit of a product; two units make a number without a name.
    /// </summary>
    public static Unit Multiplied(Unit a, Unit b) =>
        a == Unit.None || (a == Unit.Ratio && b != Unit.None) ? b
        : b is Unit.None or Unit.Ratio ? a
        : Unit.None;

    /// <summary>The unit of a quotient: bytes by bytes are a number, bytes by a number bytes.
    /// </summary>
    public static Unit Divided(Unit a, Unit b) => a != b && b is Unit.None or Unit.Ratio
        ? a
        : Unit.None;

    /// <summary>A type and unit for people.</summary>
    public static string Name(ColumnType type, Unit unit) => type switch
    {
        ColumnType.Bool => "a truth value",
        ColumnType.Int or ColumnType.Float => unit == Unit.None ? "a number" : UnitText.Name(unit),
        ColumnType.Text => "a text",
        ColumnType.Time => "a time",
        ColumnType.Version => "a version",
        ColumnType.Map => "a map",
        ColumnType.List => "a list",
        _ => "NULL",
    };
}
