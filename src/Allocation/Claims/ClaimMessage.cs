using P2PCS.Protocol.Wire;

namespace P2PCS.Allocation.Claims;

/// <summary>Body of a facade's word to a witness: subcloud (u128), verb (u8), turn (u32).
/// </summary>
/// <param name="Subcloud">Which subcloud.</param>
/// <param name="Verb">What is asked.</param>
/// <param name="Turn">Counts the facade's claims on it; a withdrawal ends those up to it.</param>
public readonly record struct ClaimMessage(UInt128 Subcloud, ClaimVerb Verb, uint Turn)
{
    /// <summary>Checks a whole body; false changes nothing.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, out ClaimMessage message)
    {
        var reader = new WireReader(body);
        message = new ClaimMessage(reader.U128(), (ClaimVerb)reader.U8(), reader.U32());
        reader.Require(message.Verb <= ClaimVerb.Withdraw);
        return reader.Complete;
    }

    /// <summary>Writes the body.</summary>
    public void Write(ref WireWriter writer)
    {
        writer.U128(Subcloud);
        writer.U8((byte)Verb);
        writer.U32(Turn);
    }
}
