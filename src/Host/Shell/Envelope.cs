using System.Buffers.Binary;
using P2PCS.Protocol;

namespace P2PCS.Host.Shell;

/// <summary>A frame on loopback: sender's boot epoch (u32) and id before it, nothing sealed.
/// </summary>
public static class Envelope
{
    /// <summary>Bytes before the frame.</summary>
    public const int HeaderLength = 4 + PeerId.Length;

    /// <summary>Takes a datagram apart; false where it is too short or names nobody.</summary>
    public static bool TryOpen(
        PeerAddress from,
        ReadOnlySpan<byte> datagram,
        out Sender sender,
        out ReadOnlySpan<byte> frame)
    {
        sender = default;
        frame = default;
        if (datagram.Length < HeaderLength)
            return false;
        uint epoch = BinaryPrimitives.ReadUInt32LittleEndian(datagram);
        sender = new Sender(new PeerId(Digest.Read(datagram[4..])), epoch, from);
        frame = datagram[HeaderLength..];
        return !sender.Id.IsNone;
    }

    /// <summary>Writes header and frame; returns their length.</summary>
    public static int Write(
        PeerId sender, uint epoch, ReadOnlySpan<byte> frame, Span<byte> datagram)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(datagram, epoch);
        sender.Hash.Write(datagram[4..]);
        frame.CopyTo(datagram[HeaderLength..]);
        return HeaderLength + frame.Length;
    }
}
