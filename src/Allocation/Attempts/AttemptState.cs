namespace P2PCS.Allocation.Attempts;

/// <summary>How an attempt stands on the machine that runs it.</summary>
public enum AttemptState : byte
{
    /// <summary>Its spec and inputs are being fetched.</summary>
    Staging = 0,

    /// <summary>Its command runs.</summary>
    Running = 1,

    /// <summary>It ended and its result waits to be fetched.</summary>
    Ended = 2,

    /// <summary>It was not taken: the lease is stale. Try another machine.</summary>
    RefusedStale = 3,

    /// <summary>It was not taken: the lease is in use. Try again later.</summary>
    RefusedBusy = 4,
}
