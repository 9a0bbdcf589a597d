using System.Globalization;
using System.Text.RegularExpressions;

namespace P2PCS.Query.Language;

/// <summary>Regular expressions that run in time linear in the text. Source: .NET's
/// RegexOptions.NonBacktracking (Moseley et al., "Derivative based nonbacktracking real-world
/// regex matching with backtracking semantics", PLDI 2023).</summary>
internal static class RegexPattern
{
    /// <summary>Longest pattern, in characters.</summary>
    public const int Characters = 200;

    /// <summary>Most states that counted repetitions may multiply to.</summary>
    public const int Repetitions = 200;

    private const RegexOptions Linear = RegexOptions.NonBacktracking
        | RegexOptions.CultureInvariant;

    /// <summary>Why a pattern is refused; null where it is not.</summary>
    public static string? WhyNot(string pattern)
    {
        if (pattern.Length > Characters)
            return $"the pattern is longer than {Characters} characters";
        if (!HasFewRepetitions(pattern))
            return $"the pattern's repetitions multiply to more than {Repetitions}";
        try
        {
            Compile(pattern);
            return null;
        }
        catch (NotSupportedException)
        {
            return "the pattern looks around or back, which takes more than linear time";
        }
        catch (ArgumentException)
        {
            return "the pattern is not a regular expression";
        }
    }

    /// <summary>The automaton of a pattern that was not refused.</summary>
    public static Regex Compile(string pattern) => new(pattern, Linear);

    /// <summary>Characters that a search is charged as, for a text of so many.</summary>
    public static int Cost(int characters) => 16 * (16 + Math.Min(characters, 1 << 20));

    // Counts of {n}, {n,} and {n,m} multiply when they nest; here always, to be simple.
    private static bool HasFewRepetitions(string pattern)
    {
        long product = 1;
        for (int index = 0; index < pattern.Length; index++)
        {
            if (pattern[index] != '{')
                continue;
            long largest = 1;
            int digit = index + 1;
            while (digit < pattern.Length && (char.IsAsciiDigit(pattern[digit])
                || pattern[digit] == ','))
            {
                int start = digit;
                while (digit < pattern.Length && char.IsAsciiDigit(pattern[digit]))
                    digit++;
                if (!long.TryParse(pattern.AsSpan(start, digit - start),
                    CultureInfo.InvariantCulture, out long count))
                {
                    count = digit > start ? long.MaxValue : 1;
                }

                largest = Math.Max(largest, count);
                if (digit < pattern.Length && pattern[digit] == ',')
                    digit++;
            }

            if (largest > Repetitions || (product *= largest) > Repetitions)
                return false;
        }

        return true;
    }
}
