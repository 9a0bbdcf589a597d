namespace P2PCS.Allocation.Tasks;

/// <summary>How one try of a task stands, as its controller sees it.</summary>
public enum TryState : byte
{
    /// <summary>Sent to a machine.</summary>
    Assigned = 0,

    /// <summary>The machine runs it.</summary>
    Running = 1,

    /// <summary>It ended; its result is being fetched.</summary>
    Exited = 2,

    /// <summary>Its result is the task's.</summary>
    Accepted = 3,

    /// <summary>Lost with its machine, or its result could not be fetched.</summary>
    Lost = 4,

    /// <summary>The machine could not start it.</summary>
    Refused = 5,

    /// <summary>It was wanted no more.</summary>
    Cancelled = 6,
}
