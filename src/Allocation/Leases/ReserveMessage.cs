using P2PCS.Protocol;
using P2PCS.Protocol.Wire;

namespace P2PCS.Allocation.Leases;

/// <summary>Body of a reservation: request (u128), subcloud (u128), resources.</summary>
/// <param name="Request">Name of the request; sent again, it gets the same answer.</param>
/// <param name="Subcloud">For which subcloud.</param>
/// <param name="Resources">How much is wanted.</param>
public readonly record struct ReserveMessage(
    UInt128 Request, UInt128 Subcloud, Resources Resources)
{
    /// <summary>Checks a whole body; false changes nothing.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, out ReserveMessage message)
    {
        var reader = new WireReader(body);
        message = new ReserveMessage(reader.U128(), reader.U128(), reader.Resources());
        reader.Require(message.Resources.CpuMilli > 0);
        return reader.Complete;
    }

    /// <summary>Writes the body.</summary>
    public void Write(ref WireWriter writer)
    {
        writer.U128(Request);
        writer.U128(Subcloud);
        writer.Resources(Resources);
    }
}
