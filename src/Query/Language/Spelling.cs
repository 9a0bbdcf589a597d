namespace P2PCS.Query.Language;

/// <summary>Finds the name that somebody may have meant.</summary>
internal static class Spelling
{
    private const int LongestName = 64;

    /// <summary>The nearest of some names; null where none is near. Source: Damerau, "A technique
    /// for computer detection and correction of spelling errors", CACM 7(3), 1964, restricted to
    /// one edit per place.</summary>
    public static string? Nearest(string written, IEnumerable<string> names)
    {
        if (written.Length > LongestName)
            return null;
        string lower = written.ToLowerInvariant();
        string? best = null;
        int bestDistance = Math.Max(1, lower.Length / 3) + 1;
        foreach (string name in names)
        {
            int distance = Distance(lower, name.ToLowerInvariant());
            if (distance < bestDistance)
                (best, bestDistance) = (name, distance);
        }

        return best ?? names.FirstOrDefault(name => IsPartOf(lower, name));
    }

    // memory is not near mem.total, but free is a part of mem.free.
    private static bool IsPartOf(string written, string name) => written.Length >= 3
        && (name.Split('.', '_').Contains(written, StringComparer.OrdinalIgnoreCase)
            || name.Replace(".", "", StringComparison.Ordinal).Replace("_", "",
                StringComparison.Ordinal).Equals(written.Replace("_", "",
                StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase));

    private static int Distance(string a, string b)
    {
        int[,] edits = new int[a.Length + 1, b.Length + 1];
        for (int i = 0; i <= a.Length; i++)
            edits[i, 0] = i;
        for (int j = 0; j <= b.Length; j++)
            edits[0, j] = j;
        for (int i = 1; i <= a.Length; i++)
        {
            for (int j = 1; j <= b.Length; j++)
            {
                int changed = edits[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                int least = Math.Min(changed, 1 + Math.Min(edits[i - 1, j], edits[i, j - 1]));
                bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
                edits[i, j] = swapped ? Math.Min(least, edits[i - 2, j - 2] + 1) : least;
            }
        }

        return edits[a.Length, b.Length];
    }
}
