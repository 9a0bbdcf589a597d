namespace P2PCS.Allocation.Tasks;

/// <summary>Where a task is in its life.</summary>
public enum TaskState : byte
{
    /// <summary>It waits for a member with room.</summary>
    Queued = 0,

    /// <summary>An attempt is on a machine.</summary>
    Running = 1,

    /// <summary>An attempt ended and its result is being fetched.</summary>
    Publishing = 2,

    /// <summary>Ended: exit code 0, result at hand.</summary>
    Succeeded = 3,

    /// <summary>Ended: another exit code, or given up.</summary>
    Failed = 4,

    /// <summary>Ended: its customer wanted it no more.</summary>
    Cancelled = 5,

    /// <summary>Ended: its subcloud did.</summary>
    Aborted = 6,
}
