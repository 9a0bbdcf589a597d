using System.Globalization;
using System.Text.RegularExpressions;

namespace P2PCS.Query.Language;

/// <summary>Regular expressions that run in time linear in the text. Source: .NET's
/// RegexOptions.NonBacktracking (Moseley et al., "Derivative based nonbacktracking real-world
/// regex matching with backtracking semantics", PLDI 2023).</summary>
public static class RegexPattern
{
    /// <summary>Longest pattern, in characters.</summary>
    public const int Characters = 100;

    /// <summary>Largest size; see <see cref="Size"/>.</summary>
    public const int SizeMax = 400;

    /// <summary>Most patterns in one text: each makes an automaton anew.</summary>
    public const int PatternsMax = 4;

    private const RegexOptions Linear = RegexOptions.NonBacktracking
        | RegexOptions.CultureInvariant;

    /// <summary>Why a pattern is refused; null where it is not.</summary>
    public static string? WhyNot(string pattern)
    {
        if (pattern.Length > Characters)
            return $"the pattern is longer than {Characters} characters";
        if (Size(pattern) > SizeMax)
            return $"the pattern's length times its repetitions is more than {SizeMax}";
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

    /// <summary>Characters that a search is charged as: a step per character and unit of size,
    /// since a character may make a new state of the automaton, of as many parts.</summary>
    /// <param name="size">The pattern's size.</param>
    /// <param name="characters">The text's length.</param>
    public static int Cost(int size, int characters) =>
        (int)Math.Min(int.MaxValue / 2, 16L * size * (8 + characters));

    /// <summary>Length times the counts of {n}, {n,} and {n,m}, which multiply when they nest;
    /// here always, to be simple. More than <see cref="SizeMax"/> is not told apart.</summary>
    public static int Size(string pattern)
    {
        long size = pattern.Length;
        for (int index = 0; index < pattern.Length && size <= SizeMax; index++)
        {
            if (pattern[index] == '{')
                size *= Math.Min(SizeMax + 1, Count(pattern, index + 1));
        }

        return (int)Math.Min(size, SizeMax + 1);
    }

    // The largest number up to the closing brace; 1 where there is none.
    private static long Count(string pattern, int digit)
    {
        long largest = 1;
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

        return largest;
    }
}
