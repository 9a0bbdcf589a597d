using P2PCS.Allocation.Subclouds;
using P2PCS.Protocol.Wire;

namespace P2PCS.Allocation.Claims;

/// <summary>Body of a controller's answer: subcloud (u128), known (u8), and where it is known:
/// ready, lost (u32), then the subcloud as its record says it.</summary>
/// <param name="Id">Which subcloud.</param>
/// <param name="Told">The subcloud without members; null where the controller has none.</param>
/// <param name="Ready">Members that are ready.</param>
/// <param name="Lost">Members lost so far.</param>
public sealed record SubcloudToldMessage(UInt128 Id, Subcloud? Told, uint Ready, uint Lost)
{
    /// <summary>Checks a whole body; null changes nothing.</summary>
    public static SubcloudToldMessage? Read(ReadOnlySpan<byte> body)
    {
        var reader = new WireReader(body);
        UInt128 id = reader.U128();
        byte known = reader.U8();
        reader.Require(known <= 1);
        uint ready = known == 1 ? reader.U32() : 0;
        uint lost = known == 1 ? reader.U32() : 0;
        Subcloud? told = known == 1 ? SubcloudRecord.Read(id, ref reader) : null;
        return reader.Complete ? new SubcloudToldMessage(id, told, ready, lost) : null;
    }

    /// <summary>Writes the body.</summary>
    public void Write(ref WireWriter writer)
    {
        writer.U128(Id);
        writer.U8(Told is null ? (byte)0 : (byte)1);
        if (Told is null)
            return;
        writer.U32(Ready);
        writer.U32(Lost);
        SubcloudRecord.Write(Told, ref writer);
    }
}
