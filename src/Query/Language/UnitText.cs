using System.Globalization;
using P2PCS.Query.Values;

namespace P2PCS.Query.Language;

/// <summary>Numbers with units as text: 8GiB, 2h, 10Mbit, 25%.</summary>
public static class UnitText
{
    private static readonly (string Suffix, Unit Unit, long Factor)[] Suffixes =
    [
        ("PiB", Unit.Bytes, 1L << 50), ("PB", Unit.Bytes, 1_000_000_000_000_000),
        ("TiB", Unit.Bytes, 1L << 40), ("TB", Unit.Bytes, 1_000_000_000_000),
        ("GiB", Unit.Bytes, 1L << 30), ("GB", Unit.Bytes, 1_000_000_000),
        ("MiB", Unit.Bytes, 1L << 20), ("MB", Unit.Bytes, 1_000_000),
        ("KiB", Unit.Bytes, 1L << 10), ("kB", Unit.Bytes, 1000), ("B", Unit.Bytes, 1),
        ("Tbit", Unit.BitsPerSecond, 1_000_000_000_000),
        ("Gbit", Unit.BitsPerSecond, 1_000_000_000),
        ("Mbit", Unit.BitsPerSecond, 1_000_000), ("kbit", Unit.BitsPerSecond, 1000),
        ("bit", Unit.BitsPerSecond, 1),
        ("w", Unit.Seconds, 604_800), ("d", Unit.Seconds, 86_400), ("h", Unit.Seconds, 3600),
        ("m", Unit.Seconds, 60), ("s", Unit.Seconds, 1),
    ];

    /// <summary>A unit in words, for errors and the catalog.</summary>
    public static string Name(Unit unit) => unit switch
    {
        Unit.Bytes => "bytes",
        Unit.BitsPerSecond => "bits per second",
        Unit.Seconds => "seconds",
        Unit.Ratio => "a percentage",
        _ => "a bare number",
    };

    /// <summary>A number as a literal that reads back as the same value.</summary>
    public static string Print(Value number) => number.Unit switch
    {
        Unit.Ratio => Percent(number.AsNumber),
        Unit.None when number.Kind == ValueKind.Int => number.ToString(),
        Unit.None => Float(number.AsNumber),
        _ => WithSuffix(number),
    };

    /// <summary>Reads digits and what touches them.</summary>
    /// <param name="digits">A whole or decimal number, perhaps with a minus and an exponent.
    /// </param>
    /// <param name="suffix">A unit, %, or nothing.</param>
    /// <param name="value">The value, in whole numbers where it is whole.</param>
    /// <returns>False where it is too large, or there is no such unit.</returns>
    internal static bool TryRead(string digits, string suffix, out Value value)
    {
        value = Value.Null;
        if (suffix == "%")
            value = Shifted(digits, -2, Unit.Ratio);
        else if (suffix == "ms")
            value = Divided(digits, 1000);
        else if (suffix == "us")
            value = Divided(digits, 1_000_000);
        else if (suffix.Length == 0)
            value = Bare(digits);
        else if (FindSuffix(suffix) is { } known)
            value = Times(digits, known.Unit, known.Factor);
        return !value.IsNull;
    }

    /// <summary>The unit that somebody may have meant; null where none is near.</summary>
    internal static string? Near(string suffix)
    {
        foreach ((string known, _, _) in Suffixes)
        {
            if (known.Equals(suffix, StringComparison.OrdinalIgnoreCase))
                return known;
        }

        return suffix.ToUpperInvariant() switch
        {
            "K" or "KIB" => "KiB",
            "G" => "GiB",
            "T" => "TiB",
            "MS" => "ms",
            "MIN" or "MINS" or "MINUTES" or "MINUTE" => "m",
            "SEC" or "SECS" or "SECONDS" or "SECOND" => "s",
            "HOUR" or "HOURS" or "HR" => "h",
            "DAY" or "DAYS" => "d",
            "MBPS" or "MBITS" => "Mbit",
            "GBPS" or "GBITS" => "Gbit",
            _ => null,
        };
    }

    internal static bool Exists(string suffix) =>
        suffix is "%" or "ms" or "us" || FindSuffix(suffix) is not null;

    private static (string Suffix, Unit Unit, long Factor)? FindSuffix(string suffix)
    {
        int index = Array.FindIndex(Suffixes, known => known.Suffix == suffix);
        return index < 0 ? null : Suffixes[index];
    }

    private static Value Bare(string digits) =>
        digits.AsSpan().ContainsAny('.', 'e', 'E')
            ? Value.Of(Parse(digits))
            : long.TryParse(digits, CultureInfo.InvariantCulture, out long whole)
                ? Value.Of(whole)
                : Value.Null;

    // The decimal point moves in the text, so that 7% is the double nearest to 0.07.
    private static Value Shifted(string digits, int places, Unit unit)
    {
        int mark = digits.AsSpan().IndexOfAny('e', 'E');
        if (mark < 0)
            return Value.Of(Parse($"{digits}e{places}"), unit);
        bool fits = int.TryParse(digits.AsSpan(mark + 1), CultureInfo.InvariantCulture,
            out int exponent) && Math.Abs(exponent) < 1000;
        return fits ? Value.Of(Parse($"{digits[..mark]}e{exponent + places}"), unit) : Value.Null;
    }

    private static Value Divided(string digits, double parts) =>
        Seconds(Parse(digits) / parts);

    private static Value Seconds(double seconds) => Whole(seconds, Unit.Seconds);

    private static Value Times(string digits, Unit unit, long factor)
    {
        if (long.TryParse(digits, CultureInfo.InvariantCulture, out long whole))
        {
            Int128 product = (Int128)whole * factor;
            return product == (long)product ? Value.Of((long)product, unit) : Value.Null;
        }

        return Whole(Parse(digits) * factor, unit);
    }

    // Values with a unit are whole numbers where they can be: 1.5GiB is 1610612736 bytes.
    private static Value Whole(double number, Unit unit) =>
        Math.Abs(number) < 1L << 53 && Math.Floor(number) == number
            ? Value.Of((long)number, unit)
            : Value.Of(number, unit);

    private static double Parse(string digits) =>
        double.Parse(digits, NumberStyles.Float, CultureInfo.InvariantCulture);

    private static string WithSuffix(Value number)
    {
        if (number.Kind == ValueKind.Float)
            return Fraction(number);
        string best = "";
        foreach ((string suffix, Unit unit, long factor) in Suffixes)
        {
            if (unit != number.Unit || suffix == "w" || number.AsInt % factor != 0)
                continue;
            string text = (number.AsInt / factor).ToString(CultureInfo.InvariantCulture) + suffix;
            if (best.Length == 0 || text.Length < best.Length)
                best = text;
        }

        return best;
    }

    private static string Fraction(Value number)
    {
        double milliseconds = Math.Round(number.AsNumber * 1000);
        if (number.Unit == Unit.Seconds && Math.Abs(milliseconds) is >= 1 and < 1e9
            && milliseconds / 1000 == number.AsNumber)
        {
            return milliseconds.ToString("R", CultureInfo.InvariantCulture) + "ms";
        }

        string suffix = number.Unit switch
        {
            Unit.Bytes => "B",
            Unit.BitsPerSecond => "bit",
            _ => "s",
        };
        return Float(number.AsNumber) + suffix;
    }

    private static string Float(double number)
    {
        string text = number.ToString("R", CultureInfo.InvariantCulture);
        int mark = text.IndexOf('E', StringComparison.Ordinal);
        if (mark >= 0)
        {
            int exponent = int.Parse(text.AsSpan(mark + 1), CultureInfo.InvariantCulture);
            return $"{text[..mark]}e{exponent}";
        }

        return text.Contains('.', StringComparison.Ordinal) ? text : text + ".0";
    }

    private static string Percent(double share)
    {
        string text = share.ToString("R", CultureInfo.InvariantCulture);
        int mark = text.IndexOf('E', StringComparison.Ordinal);
        if (mark < 0)
        {
            decimal shifted = 100 * decimal.Parse(text, NumberStyles.Float,
                CultureInfo.InvariantCulture);
            return (shifted / 1.000000000000000000000000000m)
                .ToString(CultureInfo.InvariantCulture) + "%";
        }

        int exponent = int.Parse(text.AsSpan(mark + 1), CultureInfo.InvariantCulture);
        return $"{text[..mark]}e{exponent + 2}%";
    }
}
