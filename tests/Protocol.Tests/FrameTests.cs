using P2PCS.Protocol.Wire;
using P2PCS.Tests;

namespace P2PCS.Protocol.Tests;

public sealed class FrameTests
{
    private static readonly PeerId Sender = new(new Digest(1, 2, 3, 4));

    [Fact]
    public void A_sealed_frame_is_read_again() => Seed.Run((ref Rng rng) =>
    {
        for (int length = 0; length <= Limits.FrameBytes - Frame.HeaderLength; length += 13)
        {
            byte[] datagram = new byte[Frame.HeaderLength + length];
            Seed.Fill(datagram, ref rng);
            byte[] content = datagram[Frame.HeaderLength..];
            var sent = new Frame((MessageKind)rng.Next(), (uint)rng.Next(), Seed.Peer(ref rng));
            sent.Seal(datagram);
            Refusal refusal = Frame.TryRead(datagram, out Frame read, out ReadOnlySpan<byte> body);
            Assert.Equal(Refusal.None, refusal);
            Assert.Equal(sent, read);
            Assert.True(body.SequenceEqual(content));
        }
    });

    public static TheoryData<string, Refusal> Broken => new()
    {
        { "empty", Refusal.TooShort },
        { "one byte less than a header", Refusal.TooShort },
        { "one byte more than a frame", Refusal.TooLong },
        { "another magic", Refusal.BadMagic },
        { "another version", Refusal.BadVersion },
        { "length one more", Refusal.BadLength },
        { "length beyond 2^31", Refusal.BadLength },
        { "one byte cut off", Refusal.BadLength },
        { "one byte appended", Refusal.BadLength },
        { "another checksum", Refusal.BadChecksum },
        { "another kind under the old checksum", Refusal.BadChecksum },
        { "nobody as the sender", Refusal.BadSender },
        { "nothing wrong", Refusal.None },
    };

    [Theory]
    [MemberData(nameof(Broken))]
    public void Each_fault_has_its_refusal(string fault, Refusal expected)
    {
        byte[] datagram = Break(fault, Sealed(Sender, 25));
        Refusal refusal = Frame.TryRead(datagram, out Frame frame, out ReadOnlySpan<byte> body);
        Assert.Equal(expected, refusal);
        if (expected is not (Refusal.None or Refusal.BadSender))
            Assert.True(frame == default && body.IsEmpty);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(25)]
    [InlineData(Limits.FrameBytes - Frame.HeaderLength)]
    public void One_flipped_bit_anywhere_is_refused(int bodyLength)
    {
        byte[] datagram = Sealed(Sender, bodyLength);
        for (int bit = 0; bit < 8 * datagram.Length; bit++)
        {
            datagram[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.NotEqual(Refusal.None, Frame.TryRead(datagram, out _, out _));
            datagram[bit / 8] ^= (byte)(1 << (bit % 8));
        }

        Assert.Equal(Refusal.None, Frame.TryRead(datagram, out _, out _));
    }

    [Fact]
    public void A_frame_longer_than_a_datagram_may_be_is_a_programmers_error()
    {
        var frame = new Frame(MessageKind.Ping, 1, Sender);
        Assert.Throws<InvariantBrokenException>(
            () => frame.Seal(new byte[Limits.FrameBytes + 1]));
        Assert.Throws<InvariantBrokenException>(
            () => frame.Seal(new byte[Frame.HeaderLength - 1]));
    }

    private static byte[] Sealed(PeerId sender, int bodyLength)
    {
        byte[] datagram = new byte[Frame.HeaderLength + bodyLength];
        datagram.AsSpan(Frame.HeaderLength).Fill(0x5A);
        new Frame(MessageKind.Ping, 7, sender).Seal(datagram);
        return datagram;
    }

    private static byte[] Break(string fault, byte[] good) => fault switch
    {
        "empty" => [],
        "one byte less than a header" => good[..(Frame.HeaderLength - 1)],
        "one byte more than a frame" => new byte[Limits.FrameBytes + 1],
        "another magic" => With(good, 0, 0),
        "another version" => With(good, 2, 2),
        "length one more" => With(good, 4, (byte)(good[4] + 1)),
        "length beyond 2^31" => With(good, 7, 0xFF),
        "one byte cut off" => good[..^1],
        "one byte appended" => [.. good, 0],
        "another checksum" => With(good, 8, (byte)(good[8] + 1)),
        "another kind under the old checksum" => With(good, 3, (byte)MessageKind.Pong),
        "nobody as the sender" => Sealed(PeerId.None, 25),
        "nothing wrong" => good,
        _ => throw new ArgumentOutOfRangeException(nameof(fault)),
    };

    private static byte[] With(byte[] good, int offset, byte value)
    {
        byte[] bad = [.. good];
        bad[offset] = value;
        return bad;
    }
}
