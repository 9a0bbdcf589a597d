using System.Text.RegularExpressions;

namespace P2PCS.Host.Readings;

/// <summary>What a volunteer says of its machine, for others to ask by.</summary>
/// <param name="Site">The place it stands at, such as <c>it-bo</c>; null if not said.</param>
/// <param name="Region">A larger place, such as <c>eu</c>; null if not said.</param>
/// <param name="Labels">Anything else, by name.</param>
public sealed partial record PeerLabels(
    string? Site, string? Region, IReadOnlyDictionary<string, string> Labels)
{
    /// <summary>Most labels of one peer. Our guess: a row of a query stays small.</summary>
    public const int CountMax = 16;

    /// <summary>What sites, regions, names and values look like, for error messages.</summary>
    public const string Accepted =
        "1 to 63 letters, digits, '-', '_' and '.', with a letter or digit at both ends";

    /// <summary>Nothing said.</summary>
    public static PeerLabels None { get; } = new(null, null, new SortedDictionary<string, string>(
        StringComparer.Ordinal));

    /// <summary>Whether a word may be a site, a region, a label's name or value.</summary>
    /// <remarks>Source: labels of Kubernetes have the same form.</remarks>
    public static bool IsWord(string? word) => word is not null && Word().IsMatch(word);

    /// <summary>Reads <c>NAME=VALUE</c>; answers what is wrong, or null.</summary>
    /// <param name="text">The words; without a value the label is to be taken away.</param>
    /// <param name="label">The label, with an empty value where there is none.</param>
    public static string? TryRead(string text, out KeyValuePair<string, string> label)
    {
        label = default;
        int at = text.IndexOf('=');
        if (at < 0)
            return $"'{text}' has no '=': use NAME=VALUE, or NAME= to take a label away";
        string name = text[..at];
        string value = text[(at + 1)..];
        if (!IsWord(name))
            return $"the name '{name}' cannot be a label's: use {Accepted}";
        if (value.Length > 0 && !IsWord(value))
            return $"the value '{value}' of '{name}' cannot be: use {Accepted}";
        label = new(name, value);
        return null;
    }

    /// <summary>These labels with changes; what a change does not name stays.</summary>
    /// <param name="site">A new site; empty takes it away, null leaves it.</param>
    /// <param name="region">A new region, likewise.</param>
    /// <param name="labels">New values; an empty one takes the label away.</param>
    public PeerLabels With(
        string? site, string? region, IEnumerable<KeyValuePair<string, string>> labels)
    {
        var all = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach ((string name, string value) in Labels.Concat(labels))
        {
            all[name] = value;
            if (value.Length == 0)
                all.Remove(name);
        }

        return new PeerLabels(Changed(Site, site), Changed(Region, region), all);
    }

    private static string? Changed(string? old, string? said) =>
        said is null ? old : said.Length == 0 ? null : said;

    [GeneratedRegex(@"\A[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?\z")]
    private static partial Regex Word();
}
