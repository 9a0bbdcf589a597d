using P2PCS.Allocation.Attempts;
using P2PCS.Protocol;
using P2PCS.Protocol.Wire;

namespace P2PCS.Allocation.Tasks;

/// <summary>What a dispatcher says to the machine of a try.</summary>
internal static class TaskLine
{
    public static void Assign(TaskEntry task, TaskTry current, Outbox outbox)
    {
        WireWriter body = outbox.Open();
        new AssignMessage(
            new AttemptKey(task.Id, current.Number),
            current.Member!.Fence,
            task.Order.Resources,
            task.Order.Spec).Write(ref body);
        outbox.Send(current.Member.Address, MessageKind.Assign, body);
    }

    public static void Dismiss(AttemptKey key, PeerAddress to, Outbox outbox)
    {
        WireWriter body = outbox.Open();
        new DismissMessage(key).Write(ref body);
        outbox.Send(to, MessageKind.Dismiss, body);
    }
}
