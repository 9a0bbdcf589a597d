using System.Globalization;
using System.Runtime.InteropServices;

namespace P2PCS.Host.Workloads;

/// <summary>What /proc tells about processes, and the signal that ends them.</summary>
internal static partial class ProcessTree
{
    private const int Sigkill = 9;

    /// <summary>Sends SIGKILL; a process that is gone already is no error.</summary>
    public static void Kill(int pid) => _ = SendSignal(pid, Sigkill);

    /// <summary>Whether the process still runs; one that only awaits its parent does not.</summary>
    public static bool IsAlive(int pid) => ReadStat(pid) is { State: not "Z" and not "X" };

    /// <summary>The living processes of a session.</summary>
    /// <param name="session">Process id of the session's leader.</param>
    public static IReadOnlyList<int> InSession(int session) =>
        Find(stat => stat.Session == session);

    /// <summary>The living children of a process.</summary>
    /// <param name="parent">Its process id.</param>
    public static IReadOnlyList<int> ChildrenOf(int parent) => Find(stat => stat.Parent == parent);

    private static List<int> Find(Predicate<Stat> wanted)
    {
        var found = new List<int>();
        foreach (string directory in Directory.EnumerateDirectories("/proc"))
        {
            string name = Path.GetFileName(directory);
            if (!int.TryParse(name, CultureInfo.InvariantCulture, out int pid)) continue;
            if (ReadStat(pid) is { State: not "Z" and not "X" } stat && wanted(stat))
                found.Add(pid);
        }
        return found;
    }

    // "pid (name) state parent group session ...": the name may hold spaces and parentheses.
    private static Stat? ReadStat(int pid)
    {
        try
        {
            string text = File.ReadAllText($"/proc/{pid}/stat");
            string[] fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
            return new(fields[0], Number(fields[1]), Number(fields[3]));
        }
        catch (IOException)
        {
            return null; // It ended meanwhile.
        }
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int SendSignal(int pid, int signal);

    private sealed record Stat(string State, int Parent, int Session);
}
