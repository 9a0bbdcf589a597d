using System.Globalization;

namespace P2PCS.Query.Values;

/// <summary>Moments as text, by the proleptic Gregorian calendar in UTC. Source: RFC 3339.
/// </summary>
public static class TimeText
{
    private const long DayMilliseconds = 86_400_000;
    private const long YearMax = 9999;

    /// <summary>As 2026-01-31T23:59:59.999Z; the plain number of milliseconds outside the years
    /// 0 to 9999.</summary>
    public static string Of(long utcMilliseconds)
    {
        (long year, int month, int day) = Date(utcMilliseconds);
        if (year is < 0 or > YearMax)
            return utcMilliseconds.ToString(CultureInfo.InvariantCulture);
        long rest = utcMilliseconds - (Days(utcMilliseconds) * DayMilliseconds);
        return string.Create(CultureInfo.InvariantCulture,
            $"{year:0000}-{month:00}-{day:00}T{rest / 3_600_000:00}:{rest / 60_000 % 60:00}:"
            + $"{rest / 1000 % 60:00}.{rest % 1000:000}Z");
    }

    /// <summary>The date of a moment. Source: Hinnant, "chrono-compatible low-level date
    /// algorithms", civil_from_days.</summary>
    public static (long Year, int Month, int Day) Date(long utcMilliseconds)
    {
        long shifted = Days(utcMilliseconds) + 719_468;
        long era = Math.DivRem(shifted, 146_097, out long dayOfEra);
        if (dayOfEra < 0)
        {
            era--;
            dayOfEra += 146_097;
        }

        long yearOfEra = (dayOfEra - (dayOfEra / 1460) + (dayOfEra / 36_524)
            - (dayOfEra / 146_096)) / 365;
        long dayOfYear = dayOfEra - ((365 * yearOfEra) + (yearOfEra / 4) - (yearOfEra / 100));
        long part = ((5 * dayOfYear) + 2) / 153;
        int month = (int)(part < 10 ? part + 3 : part - 9);
        int day = (int)(dayOfYear - (((153 * part) + 2) / 5) + 1);
        return ((era * 400) + yearOfEra + (month <= 2 ? 1 : 0), month, day);
    }

    /// <summary>Whole days since 1970-01-01, rounded down.</summary>
    public static long Days(long utcMilliseconds) =>
        (utcMilliseconds / DayMilliseconds) - (utcMilliseconds % DayMilliseconds < 0 ? 1 : 0);
}
