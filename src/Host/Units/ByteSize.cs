using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace P2PCS.Host.Units;

/// <summary>Sizes as people write them: <c>256MiB</c>, <c>1000MB</c>, <c>4096</c>.</summary>
public static class ByteSize
{
    /// <summary>What is accepted, for error messages.</summary>
    public const string Accepted = "use bytes or a number and a unit: 4096, 256MiB, 4GiB, 1000MB";

    private static readonly (string Suffix, long Factor)[] Units =
    [
        ("TiB", 1L << 40), ("GiB", 1L << 30), ("MiB", 1L << 20), ("KiB", 1L << 10),
        ("TB", 1_000_000_000_000), ("GB", 1_000_000_000), ("MB", 1_000_000), ("KB", 1_000),
        ("B", 1),
    ];

    /// <summary>Reads a size; the unit's letters may have any case.</summary>
    /// <param name="text">Such as <c>256MiB</c>.</param>
    /// <param name="bytes">The size in bytes, at least 0; 0 when refused.</param>
    /// <returns>False when it is not a size or exceeds 2^63-1 bytes.</returns>
    public static bool TryParse([NotNullWhen(true)] string? text, out long bytes)
    {
        bytes = 0;
        if (string.IsNullOrWhiteSpace(text)) return false;
        var number = text.AsSpan().Trim();
        var factor = 1L;
        foreach (var unit in Units)
        {
            if (!number.EndsWith(unit.Suffix, StringComparison.OrdinalIgnoreCase)) continue;
            factor = unit.Factor;
            number = number[..^unit.Suffix.Length].TrimEnd();
            break;
        }

        const NumberStyles style = NumberStyles.AllowDecimalPoint;
        if (!decimal.TryParse(number, style, CultureInfo.InvariantCulture, out var count))
            return false;
        if (count > long.MaxValue / (decimal)factor) return false;
        bytes = (long)(count * factor);
        return true;
    }

    /// <summary>Reads a size.</summary>
    /// <param name="text">Such as <c>256MiB</c>.</param>
    /// <returns>The size in bytes.</returns>
    /// <exception cref="FormatException">It is not a size; the message says what is.</exception>
    public static long Parse(string? text) => TryParse(text, out var bytes)
        ? bytes
        : throw new FormatException($"'{text}' is not a size: {Accepted}");

    /// <summary>Writes a size with the largest binary unit that leaves at least 1.</summary>
    /// <param name="bytes">The size in bytes.</param>
    /// <returns>Such as <c>256MiB</c> or <c>1.5GiB</c>; one decimal at most.</returns>
    public static string Format(long bytes)
    {
        foreach (var unit in Units[..4])
        {
            if (bytes < unit.Factor) continue;
            var count = Math.Round((double)bytes / unit.Factor, 1);
            return count.ToString("0.#", CultureInfo.InvariantCulture) + unit.Suffix;
        }

        return bytes.ToString(CultureInfo.InvariantCulture) + "B";
    }
}
