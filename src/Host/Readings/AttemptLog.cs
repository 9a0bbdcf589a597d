using P2PCS.Allocation.Attempts;
using P2PCS.Protocol;

namespace P2PCS.Host.Readings;

/// <summary>The attempts of this machine since the agent's start, with what they used. Any thread
/// may call it.</summary>
/// <remarks>The oldest ended ones are forgotten when there are too many, and all of them with the
/// agent's process.</remarks>
public sealed class AttemptLog
{
    private readonly Dictionary<AttemptKey, AttemptLine> lines = [];
    private readonly Queue<AttemptKey> ended = new();
    private readonly Lock gate = new();

    /// <summary>An attempt was taken.</summary>
    public void Taken(DateTimeOffset at, AttemptKey key, PeerId customer)
    {
        lock (gate)
            lines[key] = new AttemptLine(key, customer, AttemptState.Staging, at);
    }

    /// <summary>Its command runs.</summary>
    public void Started(DateTimeOffset at, AttemptKey key)
    {
        lock (gate)
        {
            if (lines.TryGetValue(key, out AttemptLine? line))
                lines[key] = line with { State = AttemptState.Running, StartedAt = at };
        }
    }

    /// <summary>It is over.</summary>
    /// <param name="at">When.</param>
    /// <param name="end">How it ended.</param>
    /// <param name="cpu">Processor time it used; null where nothing counted it.</param>
    public void Ended(DateTimeOffset at, in ReportMessage end, TimeSpan? cpu)
    {
        lock (gate)
        {
            if (!lines.TryGetValue(end.Attempt, out AttemptLine? line) || line.EndedAt is not null)
                return;
            lines[end.Attempt] = line with
            {
                State = AttemptState.Ended,
                Outcome = end.Outcome,
                ExitCode = end.ExitCode,
                EndedAt = at,
                Cpu = cpu,
            };
            ended.Enqueue(end.Attempt);
            if (lines.Count > Limits.RememberedAttempts)
                lines.Remove(ended.Dequeue());
        }
    }

    /// <summary>The attempts now, in no order.</summary>
    public AttemptLine[] Lines()
    {
        lock (gate)
            return [.. lines.Values];
    }
}

/// <summary>An attempt on this machine.</summary>
/// <param name="Key">Which.</param>
/// <param name="Customer">Whose task it is.</param>
/// <param name="State">How it stands.</param>
/// <param name="TakenAt">When the machine took it, UTC.</param>
public sealed record AttemptLine(
    AttemptKey Key, PeerId Customer, AttemptState State, DateTimeOffset TakenAt)
{
    /// <summary>When its command began; null while it has not.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it ended; null while it has not.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>How it ended.</summary>
    public AttemptOutcome Outcome { get; init; }

    /// <summary>The command's exit code, once it has ended.</summary>
    public int ExitCode { get; init; }

    /// <summary>Processor time of all its processes; null where nothing counted it.</summary>
    public TimeSpan? Cpu { get; init; }
}
