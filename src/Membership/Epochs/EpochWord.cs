using P2PCS.Protocol.Wire;

namespace P2PCS.Membership.Epochs;

/// <summary>What a peer tells of the epoch that it is in, 12 bytes.</summary>
/// <param name="Number">From 1; 0 while it knows none.</param>
/// <param name="IsWatched">Whether it is a short one.</param>
/// <param name="Age">How much of it is over, in 65535ths of its length.</param>
/// <param name="Watch">For how many more seconds somebody wishes to watch.</param>
public readonly record struct EpochWord(ulong Number, bool IsWatched, ushort Age, byte Watch)
{
    /// <summary>Reads it; a word of no epoch has only the wish to watch.</summary>
    public static EpochWord Read(ref WireReader reader)
    {
        ulong number = reader.U64();
        byte watched = reader.U8();
        var word = new EpochWord(number, watched == 1, reader.U16(), reader.U8());
        reader.Require(watched <= 1);
        reader.Require(number != 0 || (watched == 0 && word.Age == 0));
        return word;
    }

    /// <summary>Writes it.</summary>
    public void Write(ref WireWriter writer)
    {
        writer.U64(Number);
        writer.U8(IsWatched ? (byte)1 : (byte)0);
        writer.U16(Age);
        writer.U8(Watch);
    }
}
