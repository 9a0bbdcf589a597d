using P2PCS.Allocation.Subclouds;
using P2PCS.Protocol;

namespace P2PCS.Allocation.Tasks;

/// <summary>The unfinished tasks of one subcloud.</summary>
/// <param name="subcloud">The subcloud.</param>
internal sealed class Workbench(Subcloud subcloud)
{
    private readonly Queue<TaskEntry> waiting = new();
    private readonly Stack<TaskEntry> again = new();
    private int nextMember;

    public Subcloud Subcloud => subcloud;

    /// <summary>Tasks with a try under way.</summary>
    public List<TaskEntry> Running { get; } = [];

    /// <summary>Tasks submitted here that have not ended.</summary>
    public int Unfinished { get; private set; }

    /// <summary>Whether any task was ever submitted here.</summary>
    public bool WasUsed { get; private set; }

    public void Add(TaskEntry task)
    {
        waiting.Enqueue(task);
        Unfinished++;
        WasUsed = true;
    }

    /// <summary>Puts a task whose try came to nothing before those that were never tried.
    /// </summary>
    public void Return(TaskEntry task) => again.Push(task);

    public void Finished() => Unfinished--;

    /// <summary>The next task to assign, left in its queue; ended ones are dropped.</summary>
    public TaskEntry? Peek()
    {
        while (again.TryPeek(out TaskEntry? task) && task.State != TaskState.Queued)
            again.Pop();
        if (again.TryPeek(out TaskEntry? returned))
            return returned;
        while (waiting.TryPeek(out TaskEntry? task) && task.State != TaskState.Queued)
            waiting.Dequeue();
        return waiting.TryPeek(out TaskEntry? first) ? first : null;
    }

    /// <summary>Takes what <see cref="Peek"/> showed.</summary>
    public void Take()
    {
        if (!again.TryPop(out _))
            waiting.Dequeue();
    }

    /// <summary>A ready member with that much room, taking turns; null if there is none now.
    /// </summary>
    public Member? FindRoom(Instant now, Resources needed)
    {
        IReadOnlyList<Member> members = subcloud.Members;
        for (int step = 0; step < members.Count; step++)
        {
            Member member = members[(nextMember + step) % members.Count];
            if (!IsUsable(member) || member.Draining || now < member.PausedUntil)
                continue;
            if (!needed.FitsIn(subcloud.Spec.Resources - member.Used))
                continue;
            nextMember = (nextMember + step + 1) % members.Count;
            return member;
        }

        return null;
    }

    public static bool IsUsable(Member member) =>
        member.State == MemberState.Active && member.Reachable;
}
