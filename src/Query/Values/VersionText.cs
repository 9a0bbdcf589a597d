using System.Buffers;

namespace P2PCS.Query.Values;

/// <summary>Order of version texts: numbers part by part, missing parts are zero, a suffix after
/// '-' comes before none, what follows '+' does not count. Source: semver.org 2.0.0 section 11,
/// loosened to any number of parts and a leading 'v'.</summary>
internal static class VersionText
{
    private static readonly SearchValues<char> Numbers = SearchValues.Create("0123456789.");

    /// <summary>Whether a text is a version: digits and dots, perhaps with a suffix.</summary>
    public static bool IsOne(string text)
    {
        ReadOnlySpan<char> numbers = Trim(text, out _);
        return !numbers.IsEmpty && char.IsAsciiDigit(numbers[0])
            && !numbers.ContainsAnyExcept(Numbers);
    }

    public static int Compare(string a, string b)
    {
        ReadOnlySpan<char> restA = Trim(a, out ReadOnlySpan<char> suffixA);
        ReadOnlySpan<char> restB = Trim(b, out ReadOnlySpan<char> suffixB);
        while (!restA.IsEmpty || !restB.IsEmpty)
        {
            int byPart = ComparePart(Next(ref restA), Next(ref restB));
            if (byPart != 0)
                return byPart;
        }

        return CompareSuffix(suffixA, suffixB);
    }

    public static ulong Hash(string version)
    {
        ReadOnlySpan<char> rest = Trim(version, out _);
        ulong hash = 0;
        for (uint index = 1; !rest.IsEmpty; index++)
        {
            ulong part = 0;
            foreach (char letter in Next(ref rest).TrimStart('0'))
                part = (part * 31) + letter;
            hash += part * ((index * 2654435761) | 1);
        }

        return hash;
    }

    private static int CompareSuffix(ReadOnlySpan<char> a, ReadOnlySpan<char> b)
    {
        if (a.IsEmpty || b.IsEmpty)
            return a.IsEmpty.CompareTo(b.IsEmpty);
        while (!a.IsEmpty && !b.IsEmpty)
        {
            int byPart = ComparePart(Next(ref a), Next(ref b));
            if (byPart != 0)
                return byPart;
        }

        return a.Length.CompareTo(b.Length);
    }

    // Numbers of any length by value, and before words; words by their letters.
    private static int ComparePart(ReadOnlySpan<char> a, ReadOnlySpan<char> b)
    {
        bool numberA = !a.ContainsAnyExceptInRange('0', '9');
        bool numberB = !b.ContainsAnyExceptInRange('0', '9');
        if (numberA != numberB)
            return numberA ? -1 : 1;
        if (!numberA)
            return Math.Sign(a.SequenceCompareTo(b));
        a = a.TrimStart('0');
        b = b.TrimStart('0');
        return a.Length != b.Length
            ? a.Length.CompareTo(b.Length)
            : Math.Sign(a.SequenceCompareTo(b));
    }

    private static ReadOnlySpan<char> Trim(ReadOnlySpan<char> text, out ReadOnlySpan<char> suffix)
    {
        int build = text.IndexOf('+');
        if (build >= 0)
            text = text[..build];
        if (text.Length > 1 && text[0] is 'v' or 'V' && char.IsAsciiDigit(text[1]))
            text = text[1..];
        int dash = text.IndexOf('-');
        suffix = dash < 0 ? default : text[(dash + 1)..];
        return dash < 0 ? text : text[..dash];
    }

    private static ReadOnlySpan<char> Next(ref ReadOnlySpan<char> rest)
    {
        int dot = rest.IndexOf('.');
        ReadOnlySpan<char> part = dot < 0 ? rest : rest[..dot];
        rest = dot < 0 ? default : rest[(dot + 1)..];
        return part;
    }
}
