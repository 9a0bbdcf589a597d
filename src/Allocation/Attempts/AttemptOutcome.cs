namespace P2PCS.Allocation.Attempts;

/// <summary>How an attempt ended on the machine that ran it.</summary>
public enum AttemptOutcome : byte
{
    /// <summary>It has not ended.</summary>
    None = 0,

    /// <summary>The command ended by itself; its exit code counts.</summary>
    Exited = 1,

    /// <summary>It was killed at its longest run time.</summary>
    TimedOut = 2,

    /// <summary>It was killed for writing more than it may.</summary>
    OutputLimit = 3,

    /// <summary>The machine could not fetch its files or start it; another may.</summary>
    Unstartable = 4,

    /// <summary>The machine's owner or agent killed it; another may run it.</summary>
    Killed = 5,
}
