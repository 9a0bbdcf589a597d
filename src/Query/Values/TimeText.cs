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

    /// <summary>Reads 2026-01-31, 2026-01-31T23:59Z, or with seconds and up to three digits
    /// after them; UTC always.</summary>
    public static bool TryParse(string text, out long utcMilliseconds)
    {
        utcMilliseconds = 0;
        string full = text.EndsWith('Z') ? text[..^1] : text;
        full = full.Length switch
        {
            10 => full + "T00:00:00.000",
            16 => full + ":00.000",
            19 => full + ".000",
            21 => full + "00",
            22 => full + "0",
            _ => full,
        };
        if (full.Length != 23 || !HasForm(full))
            return false;
        int year = Digits(full, 0, 4);
        int month = Digits(full, 5, 2);
        int day = Digits(full, 8, 2);
        int hour = Digits(full, 11, 2);
        int minute = Digits(full, 14, 2);
        int second = Digits(full, 17, 2);
        if (month is < 1 or > 12 || day < 1 || hour > 23 || minute > 59 || second > 59)
            return false;
        utcMilliseconds = (DayNumber(year, month, day) * DayMilliseconds)
            + (((((hour * 60L) + minute) * 60) + second) * 1000) + Digits(full, 20, 3);
        return Date(utcMilliseconds) == (year, month, day);
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

    // Source: Hinnant, as above, days_from_civil.
    private static long DayNumber(int year, int month, int day)
    {
        long shifted = month <= 2 ? year - 1 : year;
        long era = (shifted >= 0 ? shifted : shifted - 399) / 400;
        long yearOfEra = shifted - (era * 400);
        long dayOfYear = (((153 * (month > 2 ? month - 3 : month + 9)) + 2) / 5) + day - 1;
        long dayOfEra = (yearOfEra * 365) + (yearOfEra / 4) - (yearOfEra / 100) + dayOfYear;
        return (era * 146_097) + dayOfEra - 719_468;
    }

    private static bool HasForm(string text)
    {
        const string form = "0000-00-00T00:00:00.000";
        for (int index = 0; index < form.Length; index++)
        {
            bool fits = form[index] == '0'
                ? char.IsAsciiDigit(text[index])
                : text[index] == form[index] || (index == 10 && text[index] == ' ');
            if (!fits)
                return false;
        }

        return true;
    }

    private static int Digits(string text, int start, int count) =>
        int.Parse(text.AsSpan(start, count), CultureInfo.InvariantCulture);
}
