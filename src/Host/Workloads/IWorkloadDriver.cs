namespace P2PCS.Host.Workloads;

/// <summary>A way to run commands of strangers on this machine.</summary>
public interface IWorkloadDriver
{
    /// <summary>Short name for logs and attributes, such as <c>bubblewrap</c>.</summary>
    string Name { get; }

    /// <summary>Starts one attempt; returns as soon as its first process exists.</summary>
    /// <param name="spec">What to run, where, and its bounds.</param>
    /// <returns>The running attempt; a failing driver shows in its completion.</returns>
    /// <exception cref="ArgumentException">The spec is wrong; nothing was started.</exception>
    /// <exception cref="IOException">The attempt's directory cannot be prepared.</exception>
    Workload Start(WorkloadSpec spec);

    /// <summary>Runs a small command, at most 10 s, and checks what the driver promises.</summary>
    /// <param name="ct">Ends the trial early.</param>
    /// <returns>The findings; a broken driver is a report, not an exception.</returns>
    Task<DriverReport> SelfTestAsync(CancellationToken ct);
}
