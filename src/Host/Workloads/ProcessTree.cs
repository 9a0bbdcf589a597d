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
    public static IReadOnlyList<int> InSession(int session)
    {
        var found = new List<int>();
        foreach (string directory in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(directory), CultureInfo.InvariantCulture, out int pid))
                continue;
            if (ReadStat(pid) is { State: not "Z" and not "X" } stat && stat.Session == session)
                found.Add(pid);
        }
        return found;
    }

    // "pid (name) state parent group session ...": the name may hold spaces and parentheses.
    private static (string State, int Session)? ReadStat(int pid)
    {
        try
        {
            string text = File.ReadAllText($"/proc/{pid}/stat");
            string[] fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
            return (fields[0], int.Parse(fields[3], CultureInfo.InvariantCulture));
        }
        catch (IOException)
        {
            return null; // It ended meanwhile.
        }
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int SendSignal(int pid, int signal);
}
