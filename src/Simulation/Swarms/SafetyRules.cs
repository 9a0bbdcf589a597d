using P2PCS.Allocation.Leases;
using P2PCS.Allocation.Tasks;
using P2PCS.Protocol;
using P2PCS.Simulation.Engine;

namespace P2PCS.Simulation.Swarms;

/// <summary>
/// What must never happen, whatever the network and the machines do. Each rule answers with what
/// is wrong, or null; the rules remember what they have seen.
/// </summary>
public sealed class SafetyRules
{
    private readonly Dictionary<(int Machine, Fence Fence), UInt128> grants = [];
    private readonly Dictionary<UInt128, TaskEnd> ends = [];

    /// <summary>S1 and S2: a machine never promises more than it has, and never grants a fence
    /// twice, restarts included.</summary>
    /// <param name="machine">Which machine.</param>
    /// <param name="leases">All that it promises.</param>
    /// <param name="total">All that it has.</param>
    public string? Promises(int machine, ReadOnlySpan<Lease> leases, Resources total)
    {
        ulong processor = 0;
        ulong memory = 0;
        for (int i = 0; i < leases.Length; i++)
        {
            Lease lease = leases[i];
            processor += lease.Resources.CpuMilli;
            memory += lease.Resources.MemMiB;
            for (int j = 0; j < i; j++)
            {
                if (leases[j].Fence == lease.Fence)
                    return $"S2: machine {machine} has two leases with {lease.Fence}";
            }

            if (!grants.TryAdd((machine, lease.Fence), lease.Request)
                && grants[(machine, lease.Fence)] != lease.Request)
            {
                return $"S2: machine {machine} granted {lease.Fence} twice";
            }
        }

        return processor > total.CpuMilli || memory > total.MemMiB
            ? $"S1: machine {machine} has {total} and promises {processor} and {memory} MiB"
            : null;
    }

    /// <summary>S3: a task ends once, with at most one accepted try and the right result.
    /// </summary>
    public string? Ended(in TaskEnd end)
    {
        string name = Trace.Short(end.Id);
        if (!ends.TryAdd(end.Id, end) && ends[end.Id] != end)
            return $"S3: task {name} ended as {ends[end.Id]} and then as {end}";
        bool byItself = end.Accepted == 1;
        if (end.Accepted > 1 || (end.State == TaskState.Succeeded && !byItself))
            return $"S3: task {name} ended {end.State} with {end.Accepted} accepted tries";
        if (!byItself)
            return null;
        int right = TaskOracle.ExitCodeOf(end.Id);
        TaskState state = right == 0 ? TaskState.Succeeded : TaskState.Failed;
        return end.Result != TaskOracle.ResultOf(end.Id)
            || end.ExitCode != right
            || end.State != state
                ? $"S3: task {name} ended {end.State} with exit code {end.ExitCode}, not {right}, "
                    + $"or with the wrong result {end.Result}"
                : null;
    }

    /// <summary>S4: a subcloud comes up with all the members that it must have.</summary>
    /// <param name="subcloud">Which.</param>
    /// <param name="leased">Members with an active lease at their machine.</param>
    /// <param name="min">Members that it must have.</param>
    public static string? CameUp(UInt128 subcloud, int leased, int min) => leased < min
        ? $"S4: subcloud {Trace.Short(subcloud)} came up with {leased} members of {min}"
        : null;

    /// <summary>S5: no table grows above its limit.</summary>
    public static string? Bounded(string table, int count, int limit) =>
        count > limit ? $"S5: {table} has {count} rows of {limit}" : null;
}
