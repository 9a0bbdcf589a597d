using System.Globalization;

namespace P2PCS.Query.Values;

/// <summary>One value of the query language: NULL, a truth, a number, text, a time, a version.
/// </summary>
public readonly partial struct Value : IEquatable<Value>
{
    private readonly string? text;
    private readonly long bits;

    private Value(ValueKind kind, Unit unit, long bits, string? text = null)
    {
        Kind = kind;
        Unit = unit;
        this.bits = bits;
        this.text = text;
    }

    /// <summary>The unknown value.</summary>
    public static Value Null => default;

    /// <summary>True.</summary>
    public static Value True => Of(true);

    /// <summary>False.</summary>
    public static Value False => Of(false);

    /// <summary>What it is.</summary>
    public ValueKind Kind { get; }

    /// <summary>What a number counts; <see cref="Unit.None"/> for all that is no number.</summary>
    public Unit Unit { get; }

    /// <summary>Whether it is unknown.</summary>
    public bool IsNull => Kind == ValueKind.Null;

    /// <summary>Whether it is a whole or a floating number.</summary>
    public bool IsNumber => Kind is ValueKind.Int or ValueKind.Float;

    /// <summary>Whether it is the truth value true: what WHERE and HAVING ask.</summary>
    public bool IsTrue => Kind == ValueKind.Bool && bits != 0;

    /// <summary>The truth of a bool; false for everything else.</summary>
    public bool AsBool => IsTrue;

    /// <summary>The whole number of an int, the milliseconds since 1970 of a time, the floor
    /// within 64 bits of a float; zero for everything else.</summary>
    public long AsInt => Kind switch
    {
        ValueKind.Int or ValueKind.Time or ValueKind.Bool => bits,
        ValueKind.Float => (long)Math.Floor(BitConverter.Int64BitsToDouble(bits)),
        _ => 0,
    };

    /// <summary>The number, a time in milliseconds since 1970, 1 for true; zero for everything
    /// else.</summary>
    public double AsNumber =>
        Kind == ValueKind.Float ? BitConverter.Int64BitsToDouble(bits) : AsInt;

    /// <summary>The text of a text or version; empty for everything else.</summary>
    public string AsText => text ?? "";

    /// <summary>A truth.</summary>
    public static Value Of(bool truth) => new(ValueKind.Bool, Unit.None, truth ? 1 : 0);

    /// <summary>A whole number.</summary>
    public static Value Of(long number) => Of(number, Unit.None);

    /// <summary>A whole number of a unit.</summary>
    public static Value Of(long number, Unit unit) => new(ValueKind.Int, unit, number);

    /// <summary>A number; NULL where it is not finite.</summary>
    public static Value Of(double number) => Of(number, Unit.None);

    /// <summary>A number of a unit; NULL where it is not finite.</summary>
    public static Value Of(double number, Unit unit) => double.IsFinite(number)
        ? new(ValueKind.Float, unit, BitConverter.DoubleToInt64Bits(number + 0.0))
        : Null;

    /// <summary>Text; NULL where there is none.</summary>
    public static Value Of(string? text) =>
        text is null ? Null : new(ValueKind.Text, Unit.None, 0, text);

    /// <summary>A moment, in milliseconds since 1970 in UTC.</summary>
    public static Value OfTime(long utcMilliseconds) =>
        new(ValueKind.Time, Unit.None, utcMilliseconds);

    /// <summary>A version, written as it is; NULL where there is none.</summary>
    public static Value OfVersion(string? version) =>
        version is null ? Null : new(ValueKind.Version, Unit.None, 0, version);

    /// <summary>The same value with another unit, where it is a number.</summary>
    public Value With(Unit unit) => IsNumber ? new(Kind, unit, bits) : this;

    /// <summary>For people: the text itself, numbers without their unit, NULL as NULL.</summary>
    public override string ToString() => Kind switch
    {
        ValueKind.Null => "NULL",
        ValueKind.Bool => IsTrue ? "true" : "false",
        ValueKind.Int => bits.ToString(CultureInfo.InvariantCulture),
        ValueKind.Float => AsNumber.ToString("R", CultureInfo.InvariantCulture),
        ValueKind.Time => TimeText.Of(bits),
        _ => AsText,
    };
}
