using P2PCS.Protocol;

namespace P2PCS.Allocation.Tasks;

/// <summary>A task as its controller sees it. Changed by the dispatcher only.</summary>
/// <param name="id">Its name.</param>
/// <param name="order">What is to be run.</param>
/// <param name="createdAt">When it was submitted.</param>
public sealed class TaskEntry(UInt128 id, TaskOrder order, Instant createdAt)
{
    /// <summary>Its name.</summary>
    public UInt128 Id => id;

    /// <summary>What is to be run, and where.</summary>
    public TaskOrder Order => order;

    /// <summary>When it was submitted.</summary>
    public Instant CreatedAt => createdAt;

    /// <summary>When it reached a final state; never while it has not.</summary>
    public Instant EndedAt { get; internal set; } = Instant.Never;

    /// <summary>Where it is in its life.</summary>
    public TaskState State { get; internal set; }

    /// <summary>Why, where that needs saying.</summary>
    public ReasonCode Reason { get; internal set; }

    /// <summary>The command's exit code, once a try was accepted that has one.</summary>
    public int? ExitCode { get; internal set; }

    /// <summary>Digest of the accepted result's manifest; none until then.</summary>
    public Digest Result { get; internal set; }

    /// <summary>Every try that was not refused, oldest first.</summary>
    public IReadOnlyList<TaskTry> Tries => History;

    /// <summary>Whether it has reached a final state.</summary>
    public bool IsEnded => State >= TaskState.Succeeded;

    internal List<TaskTry> History { get; } = [];

    /// <summary>Numbers given out so far; a refused try's number is not used again.</summary>
    internal int Numbered { get; set; }

    /// <summary>Where it waits and runs; null for a task of an earlier incarnation.</summary>
    internal Workbench? Bench { get; init; }

    /// <summary>The try under way, or null.</summary>
    internal TaskTry? Current { get; set; }
}

/// <summary>What is to be run, and where.</summary>
/// <param name="Subcloud">The subcloud's name in the protocol.</param>
/// <param name="Spec">Digest of the task's spec, which the machine fetches.</param>
/// <param name="Resources">How much of a member it takes.</param>
public readonly record struct TaskOrder(UInt128 Subcloud, Digest Spec, Resources Resources);
