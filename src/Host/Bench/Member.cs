using System.Diagnostics;
using P2PCS.Host.Demo;

namespace P2PCS.Host.Bench;

/// <summary>One process of a measured cluster, and what it has written down about the others.
/// </summary>
internal sealed class Member(IMemberProgram program, MemberSlot slot) : IDisposable
{
    private const int LogsLookedForEvery = 10;

    private readonly Dictionary<string, LogTail> logs = new(StringComparer.Ordinal);
    private readonly HashSet<string> alive = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> gone = new(StringComparer.Ordinal);
    private LogTail? output;
    private Process? process;
    private int looks;

    public MemberSlot Slot { get; private set; } = slot;

    /// <summary>Its name among the others, once it is ready.</summary>
    public string Name { get; private set; } = "";

    /// <summary>Where others reach it, once it is ready.</summary>
    public string Address { get; private set; } = "";

    public bool IsReady { get; private set; }

    /// <summary>Set while it is to be there: what others say against that is false.</summary>
    public bool IsWanted { get; private set; }

    public bool WasStarted => process is not null;

    /// <summary>Whether its end was asked for since its last start.</summary>
    public bool WasKilled { get; private set; }

    public int ProcessId => process!.Id;

    public bool IsRunning => process is { HasExited: false };

    public int ExitCode => process!.ExitCode;

    /// <summary>Names of those it believes to be there, without itself.</summary>
    public IReadOnlySet<string> Alive => alive;

    /// <summary>When it wrote that another is gone; null while it has not.</summary>
    public long? GoneAt(string name) => gone.TryGetValue(name, out long at) ? at : null;

    public void Start(string? contact)
    {
        DisposeParts();
        (IsReady, IsWanted, WasKilled, looks) = (false, false, false, 0);
        alive.Clear();
        gone.Clear();
        foreach (string log in program.Logs(Slot).Where(log => log != Slot.Output))
            logs[log] = new LogTail(log, new FileInfo(log).Length);
        process = PeerLaunch.Start(
            [.. Slot.Prefix, .. program.Command(Slot, contact)], Slot.Output, contact);
        output = new LogTail(Slot.Output);
    }

    /// <summary>Reads what its output and logs say since the last look.</summary>
    /// <param name="now">The stopwatch's time of this look.</param>
    /// <param name="told">Called for every event about another member.</param>
    public void Look(long now, Action<Member, MemberEvent> told)
    {
        if (!IsReady)
            output!.Read(LookForReady);
        if (looks++ % LogsLookedForEvery == 0)
        {
            foreach (string log in program.Logs(Slot))
            {
                if (!logs.ContainsKey(log))
                    logs[log] = new LogTail(log);
            }
        }

        foreach (LogTail log in logs.Values)
            log.Read(line => Take(line, now, told));
    }

    /// <summary>SIGKILL.</summary>
    public void Kill()
    {
        (IsWanted, WasKilled) = (false, true);
        process!.Kill();
    }

    /// <summary>SIGTERM.</summary>
    public void Terminate()
    {
        (IsWanted, WasKilled) = (false, true);
        if (IsRunning)
            PosixKill.SendTerminate(ProcessId);
    }

    public Task EndedAsync(CancellationToken stop) => process!.WaitForExitAsync(stop);

    public IEnumerable<string> OutputTail(int lines) =>
        File.Exists(Slot.Output) ? File.ReadLines(Slot.Output).TakeLast(lines) : [];

    public void Dispose() => DisposeParts();

    private void DisposeParts()
    {
        output?.Dispose();
        foreach (LogTail log in logs.Values)
            log.Dispose();
        logs.Clear();
        process?.Dispose();
    }

    private void LookForReady(string line)
    {
        if (program.TryReadReady(line, Slot) is not { } ready)
            return;
        (Name, Address) = ready;
        (IsReady, IsWanted) = (true, true);

        // A restart comes back at the same address, so that others find it again.
        Slot = Slot with { Listen = Address };
    }

    private void Take(string line, long now, Action<Member, MemberEvent> told)
    {
        if (program.TryReadEvent(line) is not { } happened || happened.Name == Name)
            return;
        if (happened.Alive)
        {
            alive.Add(happened.Name);
            gone.Remove(happened.Name);
        }
        else
        {
            alive.Remove(happened.Name);
            gone.TryAdd(happened.Name, now);
        }

        told(this, happened);
    }
}
