using P2PCS.Allocation.Tasks;
using P2PCS.Protocol;

namespace P2PCS.Simulation.Swarms;

/// <summary>A task as its controller told its end.</summary>
/// <param name="Id">Its name.</param>
/// <param name="State">Its final state.</param>
/// <param name="ExitCode">The accepted exit code, if there is one.</param>
/// <param name="Result">The accepted result, if there is one.</param>
/// <param name="Accepted">Tries that were accepted.</param>
public readonly record struct TaskEnd(
    UInt128 Id, TaskState State, int? ExitCode, Digest Result, int Accepted)
{
    /// <summary>The end of a task of a node.</summary>
    public static TaskEnd Of(TaskEntry task) => new(
        task.Id,
        task.State,
        task.ExitCode,
        task.Result,
        task.Tries.Count(attempt => attempt.State == TryState.Accepted));
}
