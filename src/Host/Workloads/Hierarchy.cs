namespace P2PCS.Host.Workloads;

/// <summary>Where this process's own control group of one controller is.</summary>
/// <param name="Controller"><c>memory</c>, <c>cpu</c>, <c>pids</c> or <c>cpuacct</c>.</param>
/// <param name="Version">1 or 2: the kernel's two interfaces.</param>
/// <param name="Directory">The own group, below which groups can be made.</param>
internal sealed record Hierarchy(string Controller, int Version, string Directory)
{
    /// <summary>Counts processor time, in the first version; in the second all groups do.
    /// </summary>
    public const string Account = "cpuacct";

    private static readonly string[] Wanted = ["memory", "cpu", "pids", Account];

    /// <summary>Looks for the controllers; those not found are absent.</summary>
    public static IReadOnlyList<Hierarchy> Find()
    {
        if (!File.Exists("/proc/self/cgroup") || !File.Exists("/proc/self/mountinfo")) return [];
        // Lines are "id:controllers:path"; no controllers means version 2.
        var own = File.ReadLines("/proc/self/cgroup").Select(line => line.Split(':', 3)).ToList();
        var mounts = File.ReadLines("/proc/self/mountinfo").Select(Mount.Parse).ToList();
        return [.. Wanted.Select(name => First(name, own, mounts)).OfType<Hierarchy>()];
    }

    private static Hierarchy? First(string controller, List<string[]> own, List<Mount> mounts)
    {
        var first = own.Find(line => line[1].Split(',').Contains(controller));
        if (first is not null)
        {
            return Locate(mounts.Find(mount => mount.Has(controller)), first[2]) is { } found
                ? new(controller, 1, found)
                : null;
        }

        var second = own.Find(line => line[1].Length == 0);
        if (second is null) return null;
        return Locate(mounts.Find(mount => mount.Type == "cgroup2"), second[2]) is { } unified
            && Offers(unified, controller)
            ? new(controller, 2, unified)
            : null;
    }

    private static string? Locate(Mount? mount, string group)
    {
        if (mount is null) return null;
        string below = group.StartsWith(mount.Root, StringComparison.Ordinal)
            ? group[mount.Root.Length..]
            : "";
        string directory = $"{mount.Point}/{below.Trim('/')}".TrimEnd('/');
        return System.IO.Directory.Exists(directory) ? directory : null;
    }

    // Version 2 hands a controller to sub-groups only where the group says so.
    private static bool Offers(string group, string controller)
    {
        string file = Path.Combine(group, "cgroup.subtree_control");
        return File.Exists(file)
            && File.ReadAllText(file).Split((char[])[' ', '\n']).Contains(controller);
    }

    private sealed record Mount(string Root, string Point, string Type, string[] Options)
    {
        // "id parent device root point options ... - type source super-options"
        public static Mount Parse(string line)
        {
            string[] halves = line.Split(" - ", 2);
            string[] left = halves[0].Split(' ');
            string[] right = halves[1].Split(' ');
            return new(left[3], left[4], right[0], right[^1].Split(','));
        }

        public bool Has(string controller) => Type == "cgroup" && Options.Contains(controller);
    }
}
