namespace P2PCS.Host.Workloads;

/// <summary>Runs commands as plain processes with all rights of this user.</summary>
/// <remarks>
/// Only for owners who trust their customers. The command dies with this process; processes that
/// it left in the background then do not, and a command that opens a session of its own escapes
/// <see cref="Workload.Kill"/>.
/// </remarks>
/// <param name="scratch">An existing host directory in which self-tests may work.</param>
public sealed class UnsandboxedDriver(string scratch) : IWorkloadDriver
{
    /// <inheritdoc/>
    public string Name => "unsandboxed";

    /// <inheritdoc/>
    public Workload Start(WorkloadSpec spec)
    {
        var files = AttemptDirectory.Prepare(spec);
        Directory.CreateDirectory(files.Temp);
        string? input = spec.Inputs.Count > 0 ? Path.Combine(files.In, spec.Inputs[0]) : null;
        var paths = new PathsInside(input, files.Result, files.Work, files.Temp);
        return Workload.Start(new()
        {
            Files = files,
            Spec = spec,
            Command =
            [
                "setsid", "/bin/sh", "-c", "exec \"$@\"", "p2pcs", .. paths.Fill(spec.Command),
            ],
            Environment = Launch.EnvironmentOf(paths),
            Groups = ControlGroups.Create(spec),
        });
    }

    /// <inheritdoc/>
    public Task<DriverReport> SelfTestAsync(CancellationToken ct) =>
        new SelfTest(this, scratch, "apt-get install util-linux").RunAsync(sandboxed: false, ct);
}
