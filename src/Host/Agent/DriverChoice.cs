using P2PCS.Host.Workloads;

namespace P2PCS.Host.Agent;

/// <summary>What runs tasks here, as the last self-test found.</summary>
/// <param name="Driver">What runs them; null where tasks are refused.</param>
/// <param name="Report">What the self-test saw, or why tasks are refused.</param>
public sealed record DriverChoice(IWorkloadDriver? Driver, DriverReport Report)
{
    /// <summary>Tries the sandbox, and without a working one what the owner allows instead.
    /// </summary>
    public static async Task<DriverChoice> MakeAsync(
        string scratch, bool allowUnsandboxed, CancellationToken stop)
    {
        var sandbox = new BubblewrapDriver(scratch);
        DriverReport report = await sandbox.SelfTestAsync(stop);
        if (report.Works)
            return new DriverChoice(sandbox, report);
        if (!allowUnsandboxed)
        {
            return new DriverChoice(null, report with
            {
                Name = "none",
                Detail = $"tasks are refused: no sandbox works here ({report.Detail})",
            });
        }

        var bare = new UnsandboxedDriver(scratch);
        DriverReport found = await bare.SelfTestAsync(stop);
        return new DriverChoice(found.Works ? bare : null, found);
    }
}
