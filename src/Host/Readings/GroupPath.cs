namespace P2PCS.Host.Readings;

/// <summary>A control group that this process is in, directly or through one below.</summary>
/// <param name="Controller"><c>cpu</c> or <c>memory</c>.</param>
/// <param name="Version">1 or 2: the kernel's two interfaces.</param>
/// <param name="Directory">Where its files are.</param>
/// <param name="Account">Where it counts processor time, in the first version.</param>
public sealed record GroupPath(
    string Controller, int Version, string Directory, string? Account = null)
{
    /// <summary>Looks for the groups of this process, up to the outermost that can be seen.
    /// </summary>
    /// <returns>None where the kernel has none.</returns>
    public static IReadOnlyList<GroupPath> Find(MachineFiles files)
    {
        // "id:controllers:path"; no controllers means the second version.
        string[][] own = [.. Lines(files.Text("proc/self/cgroup"))
            .Select(line => line.Split(':', 3)).Where(parts => parts.Length == 3)];
        GroupMount[] mounts = [.. Lines(files.Text("proc/self/mountinfo"))
            .Select(GroupMount.Parse).OfType<GroupMount>()];
        var found = new List<GroupPath>();
        string[] accounts = Chain(files, own, mounts, "cpuacct");
        foreach (string controller in (string[])["cpu", "memory"])
        {
            string[] chain = Chain(files, own, mounts, controller);
            for (int i = 0; i < chain.Length; i++)
            {
                // Where both controllers are apart, their groups may be too.
                string? account = accounts.Length == chain.Length ? accounts[i] : null;
                found.Add(new GroupPath(controller, 1, chain[i], account));
            }

            if (chain.Length == 0)
            {
                found.AddRange(Chain(files, own, mounts, "")
                    .Select(directory => new GroupPath(controller, 2, directory)));
            }
        }

        return found;
    }

    private static string[] Chain(
        MachineFiles files, string[][] own, GroupMount[] mounts, string controller)
    {
        string[]? line = Array.Find(own, parts => controller.Length == 0
            ? parts[1].Length == 0
            : parts[1].Split(',').Contains(controller));
        GroupMount? mount = Array.Find(mounts, found => found.Has(controller));
        if (line is null || mount is null)
            return [];
        var chain = new List<string>();
        string below = mount.Below(line[2]);
        while (true)
        {
            string directory = $"{mount.Point}/{below}".TrimEnd('/');
            if (files.HasDirectory(directory))
                chain.Add(directory);
            if (below.Length == 0)
                return [.. chain];
            below = below[..Math.Max(0, below.LastIndexOf('/'))];
        }
    }

    private static string[] Lines(string? text) =>
        (text ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
