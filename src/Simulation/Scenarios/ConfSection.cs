using System.Globalization;

namespace P2PCS.Simulation.Scenarios;

/// <summary>Reads the members of one object strictly: every key is asked for exactly once, and
/// <see cref="Close"/> refuses what nobody asked for.</summary>
internal sealed class ConfSection(ConfNode node, string title, ConfProblems problems)
{
    private readonly List<string> known = [];

    public int Offset => node.Offset;

    /// <summary>Where a key's value stands; where the object begins if it is missing.</summary>
    public int OffsetOf(string key) => Find(key)?.Offset ?? node.Offset;

    /// <summary>Where a value in an inner object stands.</summary>
    public int OffsetOf(string key, string innerKey) =>
        Find(key)?.Members.Find(member => member.Key == innerKey)?.Value.Offset
            ?? OffsetOf(key);

    public bool Has(string key) => Find(key) is not null;

    public string? Text(string key, Func<string, bool> isAllowed, string allowed)
    {
        if (Ask(key) is not { } value)
            return null;
        if (value.Kind == ConfKind.Text && isAllowed(value.Text))
            return value.Text;
        Refuse(value, key, "is no such text", allowed);
        return null;
    }

    public T? Choice<T>(string key, IReadOnlyDictionary<string, T> among)
        where T : struct
    {
        string? word = Text(key, among.ContainsKey, string.Join(", ", among.Keys));
        return word is null ? null : among[word];
    }

    public long? Integer(string key, long least, long most)
    {
        if (Ask(key) is not { } value)
            return null;
        if (value.Kind == ConfKind.Number && long.TryParse(
            value.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture,
            out long number) && number >= least && number <= most)
        {
            return number;
        }

        Refuse(value, key, "is no such number", string.Create(
            CultureInfo.InvariantCulture, $"whole numbers from {least} to {most}"));
        return null;
    }

    public double? Number(string key, Func<double, bool> isAllowed, string allowed)
    {
        if (Ask(key) is not { } value)
            return null;
        if (value.Kind == ConfKind.Number && double.TryParse(
            value.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number)
            && double.IsFinite(number) && isAllowed(number))
        {
            return number;
        }

        Refuse(value, key, "is no such number", allowed);
        return null;
    }

    public ConfSection? Section(string key)
    {
        if (Ask(key) is not { } value)
            return null;
        if (value.Kind == ConfKind.Object)
            return new ConfSection(value, key, problems);
        Refuse(value, key, "is no object", "{ ... }");
        return null;
    }

    public IReadOnlyList<ConfSection> Sections(string key)
    {
        var sections = new List<ConfSection>();
        foreach (ConfNode item in Items(key))
        {
            if (item.Kind == ConfKind.Object)
                sections.Add(new ConfSection(item, key, problems));
            else
                problems.Add(item.Offset, $"an item of '{key}' is no object", "{ ... }");
        }

        return sections;
    }

    public IReadOnlyList<T> Choices<T>(string key, IReadOnlyDictionary<string, T> among)
    {
        var chosen = new List<T>();
        foreach (ConfNode item in Items(key))
        {
            if (item.Kind != ConfKind.Text || !among.TryGetValue(item.Text, out T? choice))
            {
                problems.Add(item.Offset, $"{Shown(item)} is not known in '{key}'",
                    string.Join(", ", among.Keys));
            }
            else if (chosen.Contains(choice))
            {
                problems.Add(item.Offset, $"'{item.Text}' stands twice in '{key}'", "once each");
            }
            else
            {
                chosen.Add(choice);
            }
        }

        return chosen;
    }

    /// <summary>Refuses a key that is missing.</summary>
    public void Need(string key, string allowed)
    {
        if (!Has(key))
            problems.Add(node.Offset, $"'{key}' is missing in {title}", allowed);
    }

    /// <summary>Refuses unknown and repeated keys.</summary>
    public void Close()
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (ConfMember member in node.Members)
        {
            if (!known.Contains(member.Key))
            {
                problems.Add(member.Offset, $"unknown key '{member.Key}' in {title}",
                    string.Join(", ", known));
            }
            else if (!seen.Add(member.Key))
            {
                problems.Add(member.Offset, $"'{member.Key}' stands twice in {title}", "once");
            }
        }
    }

    private List<ConfNode> Items(string key)
    {
        if (Ask(key) is not { } value)
            return [];
        if (value.Kind == ConfKind.List)
            return value.Items;
        Refuse(value, key, "is no list", "[ ... ]");
        return [];
    }

    private ConfNode? Ask(string key)
    {
        known.Add(key);
        return Find(key);
    }

    private ConfNode? Find(string key) =>
        node.Members.Find(member => member.Key == key)?.Value;

    private void Refuse(ConfNode value, string key, string why, string allowed) =>
        problems.Add(value.Offset, $"'{key}': {Shown(value)} {why}", allowed);

    private static string Shown(ConfNode value) => value.Kind switch
    {
        ConfKind.Text => $"\"{value.Text}\"",
        ConfKind.Number => value.Text,
        ConfKind.Object => "{...}",
        ConfKind.List => "[...]",
        _ => "this",
    };
}
