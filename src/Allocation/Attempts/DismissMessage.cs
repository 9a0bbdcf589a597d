using P2PCS.Protocol;
using P2PCS.Protocol.Wire;

namespace P2PCS.Allocation.Attempts;

/// <summary>Body of a dismissal: task (u128), number (u32).</summary>
/// <param name="Attempt">The attempt that is wanted no more.</param>
public readonly record struct DismissMessage(AttemptKey Attempt)
{
    /// <summary>Checks a whole body; false changes nothing.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, out DismissMessage message)
    {
        var reader = new WireReader(body);
        message = new DismissMessage(AssignMessage.ReadKey(ref reader));
        return reader.Complete;
    }

    /// <summary>Writes the body.</summary>
    public void Write(ref WireWriter writer) => AssignMessage.WriteKey(ref writer, Attempt);
}
