using P2PCS.Protocol;
using P2PCS.Protocol.Wire;

namespace P2PCS.Allocation.Tasks;

/// <summary>
/// A task on disk: subcloud (u128), spec, resources, created (i64), ended (i64), state, reason,
/// has-exit (u8), exit code (i32), result, tries (u8), then for each: number (u32), peer, state
/// (u8), started, ended (i64).
/// </summary>
internal static class TaskRecord
{
    public static void Write(TaskEntry task, Outbox outbox)
    {
        WireWriter value = outbox.Open();
        value.U128(task.Order.Subcloud);
        value.Digest(task.Order.Spec);
        value.Resources(task.Order.Resources);
        value.U64((ulong)task.CreatedAt.Ticks);
        value.U64((ulong)task.EndedAt.Ticks);
        value.U8((byte)task.State);
        value.U8((byte)task.Reason);
        value.U8(task.ExitCode is null ? (byte)0 : (byte)1);
        value.U32((uint)(task.ExitCode ?? 0));
        value.Digest(task.Result);
        value.U8((byte)task.History.Count);
        foreach (TaskTry attempt in task.History)
        {
            value.U32((uint)attempt.Number);
            value.PeerId(attempt.Peer);
            value.U8((byte)attempt.State);
            value.U64((ulong)attempt.StartedAt.Ticks);
            value.U64((ulong)attempt.EndedAt.Ticks);
        }

        outbox.Write(RecordKind.Task, task.Id, value);
    }

    public static TaskEntry? Read(UInt128 id, ReadOnlySpan<byte> record)
    {
        var reader = new WireReader(record);
        var order = new TaskOrder(reader.U128(), reader.Digest(), reader.Resources());
        var task = new TaskEntry(id, order, new Instant((long)reader.U64()))
        {
            EndedAt = new Instant((long)reader.U64()),
            State = (TaskState)reader.U8(),
            Reason = (ReasonCode)reader.U8(),
        };
        bool exited = reader.U8() == 1;
        int exitCode = (int)reader.U32();
        task.ExitCode = exited ? exitCode : null;
        task.Result = reader.Digest();
        for (int tries = reader.U8(); tries > 0; tries--)
            task.History.Add(ReadTry(ref reader));
        return reader.Complete ? task : null;
    }

    private static TaskTry ReadTry(ref WireReader reader)
    {
        int number = (int)reader.U32();
        PeerId peer = reader.PeerId();
        var state = (TryState)reader.U8();
        var startedAt = new Instant((long)reader.U64());
        return new TaskTry(number, peer, startedAt)
        {
            State = state,
            EndedAt = new Instant((long)reader.U64()),
        };
    }
}
