using P2PCS.Protocol;

namespace P2PCS.Allocation.Tasks;

/// <summary>Every task a controller keeps, ended ones included, up to
/// <see cref="Limits.Tasks"/>.</summary>
internal sealed class TaskCatalog
{
    private readonly Dictionary<UInt128, TaskEntry> byId = [];
    private readonly List<TaskEntry> tasks = [];

    /// <summary>All tasks, oldest first.</summary>
    public IReadOnlyList<TaskEntry> Tasks => tasks;

    public TaskEntry? Find(UInt128 id) => byId.GetValueOrDefault(id);

    public void Add(TaskEntry task)
    {
        byId.Add(task.Id, task);
        tasks.Add(task);
    }

    /// <summary>Makes room for one more by forgetting the oldest that has ended; false if none
    /// has.</summary>
    public bool TryMakeRoom(Outbox outbox)
    {
        if (tasks.Count < Limits.Tasks)
            return true;
        int oldest = tasks.FindIndex(task => task.IsEnded);
        if (oldest < 0)
            return false;
        outbox.Delete(RecordKind.Task, tasks[oldest].Id);
        byId.Remove(tasks[oldest].Id);
        tasks.RemoveAt(oldest);
        return true;
    }
}
