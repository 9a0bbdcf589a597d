namespace P2PCS.Host.Workloads;

/// <summary>How one attempt of a task ended.</summary>
public enum WorkloadOutcome
{
    /// <summary>The command ended by itself, also when by a signal of its own making.</summary>
    Exited,

    /// <summary><see cref="Workload.Kill"/> was called before it ended.</summary>
    Killed,

    /// <summary>It ran longer than <see cref="WorkloadSpec.MaxRuntime"/>.</summary>
    TimedOut,

    /// <summary>It wrote more than one of the bounds of its <see cref="WorkloadSpec"/>.</summary>
    OutputLimit,

    /// <summary>The sandbox failed or was killed from outside; not the command's fault.</summary>
    FailedToStart,
}
