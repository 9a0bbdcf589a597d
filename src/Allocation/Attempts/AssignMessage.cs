using P2PCS.Protocol;
using P2PCS.Protocol.Wire;

namespace P2PCS.Allocation.Attempts;

/// <summary>Body of an assignment: task (u128), number (u32), fence, resources, spec.</summary>
/// <param name="Attempt">Which attempt; sent again, it gets a report and nothing else.</param>
/// <param name="Fence">The lease it runs under.</param>
/// <param name="Resources">How much of the lease it takes.</param>
/// <param name="Spec">Digest of the task's spec, to be fetched from the sender.</param>
public readonly record struct AssignMessage(
    AttemptKey Attempt, Fence Fence, Resources Resources, Digest Spec)
{
    /// <summary>Checks a whole body; false changes nothing.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, out AssignMessage message)
    {
        var reader = new WireReader(body);
        message = new AssignMessage(
            ReadKey(ref reader), reader.Fence(), reader.Resources(), reader.Digest());
        return reader.Complete;
    }

    /// <summary>Writes the body.</summary>
    public void Write(ref WireWriter writer)
    {
        WriteKey(ref writer, Attempt);
        writer.Fence(Fence);
        writer.Resources(Resources);
        writer.Digest(Spec);
    }

    internal static AttemptKey ReadKey(ref WireReader reader)
    {
        var key = new AttemptKey(reader.U128(), (int)reader.U32());
        reader.Require(key.Number > 0);
        return key;
    }

    internal static void WriteKey(ref WireWriter writer, AttemptKey key)
    {
        writer.U128(key.Task);
        writer.U32((uint)key.Number);
    }
}
