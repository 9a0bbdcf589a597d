using P2PCS.Protocol.Wire;

namespace P2PCS.Allocation.Claims;

/// <summary>Body of a question to a subcloud's controller: subcloud (u128).</summary>
/// <param name="Subcloud">Which subcloud.</param>
public readonly record struct SubcloudAskMessage(UInt128 Subcloud)
{
    /// <summary>Checks a whole body; false changes nothing.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, out SubcloudAskMessage message)
    {
        var reader = new WireReader(body);
        message = new SubcloudAskMessage(reader.U128());
        return reader.Complete;
    }

    /// <summary>Writes the body.</summary>
    public void Write(ref WireWriter writer) => writer.U128(Subcloud);
}
