using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace P2PCS.Host.Units;

/// <summary>Durations as people write them: <c>90s</c>, <c>5m</c>, <c>2h</c>, <c>1d</c>.</summary>
public static class Duration
{
    /// <summary>What is accepted, for error messages.</summary>
    public const string Accepted = "use a number and a unit: 500ms, 90s, 5m, 2h, 1d or 1h30m";

    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789.");
    private static readonly TimeSpan Longest = TimeSpan.FromDays(3650);

    /// <summary>Reads a duration: one or more numbers with units, which add up.</summary>
    /// <param name="text">Such as <c>90s</c> or <c>1h30m</c>.</param>
    /// <param name="duration">At least zero, at most ten years; zero when refused.</param>
    /// <returns>False when it is not a duration or longer than ten years.</returns>
    public static bool TryParse([NotNullWhen(true)] string? text, out TimeSpan duration)
    {
        duration = TimeSpan.Zero;
        var rest = text.AsSpan().Trim();
        if (rest.IsEmpty) return false;
        var seconds = 0m;
        while (!rest.IsEmpty)
        {
            var digits = rest.IndexOfAnyExcept(Digits);
            if (digits <= 0) return false;
            if (!TryNumber(rest[..digits], out var count)) return false;
            rest = rest[digits..];
            var letters = rest.IndexOfAny(Digits);
            var unit = letters < 0 ? rest : rest[..letters];
            if (SecondsOf(unit) is not { } factor) return false;
            seconds += count * factor;
            rest = rest[unit.Length..];
        }

        if (seconds > (decimal)Longest.TotalSeconds) return false;
        duration = TimeSpan.FromTicks((long)(seconds * TimeSpan.TicksPerSecond));
        return true;
    }

    /// <summary>Reads a duration.</summary>
    /// <param name="text">Such as <c>90s</c>.</param>
    /// <returns>At least zero, at most ten years.</returns>
    /// <exception cref="FormatException">It is none; the message says what is.</exception>
    public static TimeSpan Parse(string? text) => TryParse(text, out var duration)
        ? duration
        : throw new FormatException($"'{text}' is not a duration: {Accepted}");

    /// <summary>Writes a duration so that <see cref="Parse"/> reads it back exactly.</summary>
    /// <param name="duration">At least zero, whole milliseconds; the rest is cut off.</param>
    /// <returns>Such as <c>90s</c> or <c>1500ms</c>.</returns>
    public static string Format(TimeSpan duration)
    {
        var milliseconds = duration.Ticks / TimeSpan.TicksPerMillisecond;
        var (count, unit) = milliseconds % 1000 == 0
            ? (milliseconds / 1000, "s")
            : (milliseconds, "ms");
        return count.ToString(CultureInfo.InvariantCulture) + unit;
    }

    // Twelve digits keep every product inside a decimal.
    private static bool TryNumber(ReadOnlySpan<char> text, out decimal count)
    {
        count = 0;
        return text.Length <= 12 && decimal.TryParse(
            text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out count);
    }

    private static decimal? SecondsOf(ReadOnlySpan<char> unit) => unit switch
    {
        "ms" => 0.001m,
        "s" => 1m,
        "m" => 60m,
        "h" => 3600m,
        "d" => 86400m,
        _ => null,
    };
}
