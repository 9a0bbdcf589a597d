namespace P2PCS.Host.Readings;

/// <summary>Where a hierarchy of control groups can be seen.</summary>
/// <param name="Root">Which of its groups is seen there.</param>
/// <param name="Point">The directory.</param>
/// <param name="Type"><c>cgroup</c> or <c>cgroup2</c>.</param>
/// <param name="Controllers">Of the first version.</param>
internal sealed record GroupMount(
    string Root, string Point, string Type, IReadOnlyList<string> Controllers)
{
    /// <summary>Reads a line of <c>/proc/self/mountinfo</c>; null for other mounts.</summary>
    /// <remarks>Source: proc(5): id parent device root point options ... - type source
    /// super-options.</remarks>
    public static GroupMount? Parse(string line)
    {
        string[] halves = line.Split(" - ", 2);
        string[] left = halves[0].Split(' ');
        string[] right = halves[^1].Split(' ');
        return halves.Length == 2 && left.Length > 4
            && right[0] is "cgroup" or "cgroup2"
                ? new GroupMount(left[3], left[4], right[0], right[^1].Split(','))
                : null;
    }

    /// <summary>Whether it has a controller; an empty name asks for the second version.</summary>
    public bool Has(string controller) => controller.Length == 0
        ? Type == "cgroup2"
        : Type == "cgroup" && Controllers.Contains(controller);

    /// <summary>The way from here to a group; empty where the group cannot be seen.</summary>
    public string Below(string group) =>
        group.StartsWith(Root, StringComparison.Ordinal) ? group[Root.Length..].Trim('/') : "";
}
