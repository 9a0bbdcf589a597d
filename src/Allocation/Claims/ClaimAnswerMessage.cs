using P2PCS.Protocol;
using P2PCS.Protocol.Wire;

namespace P2PCS.Allocation.Claims;

/// <summary>Body of a witness's answer: subcloud (u128), turn (u32), outcome (u8), and where it is
/// given, to whom and where that one is reached.</summary>
/// <param name="Subcloud">Which subcloud.</param>
/// <param name="Turn">As in the claim.</param>
/// <param name="Outcome">What it is.</param>
/// <param name="Holder">Who has its word; none unless given.</param>
/// <param name="Address">Where that one is reached.</param>
public readonly record struct ClaimAnswerMessage(
    UInt128 Subcloud, uint Turn, ClaimOutcome Outcome, PeerId Holder, PeerAddress Address)
{
    /// <summary>Checks a whole body; false changes nothing.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, out ClaimAnswerMessage message)
    {
        var reader = new WireReader(body);
        message = new ClaimAnswerMessage(
            reader.U128(), reader.U32(), (ClaimOutcome)reader.U8(), default, default);
        if (message.Outcome == ClaimOutcome.Given)
            message = message with { Holder = reader.PeerId(), Address = reader.Address() };
        reader.Require(message.Outcome <= ClaimOutcome.NoWitness);
        return reader.Complete;
    }

    /// <summary>Writes the body.</summary>
    public void Write(ref WireWriter writer)
    {
        writer.U128(Subcloud);
        writer.U32(Turn);
        writer.U8((byte)Outcome);
        if (Outcome != ClaimOutcome.Given)
            return;
        writer.PeerId(Holder);
        writer.Address(Address);
    }
}
