using P2PCS.Protocol.Wire;

namespace P2PCS.Protocol.Tests;

public sealed class FrameTests
{
    [Fact]
    public void A_frame_is_its_kind_and_its_body()
    {
        for (int length = 0; length <= Frame.BodyBytes; length++)
        {
            byte[] bytes = new byte[Frame.HeaderLength + length];
            bytes.AsSpan().Fill(0x5A);
            Refusal refusal = Frame.TryRead(
                bytes, out MessageKind kind, out ReadOnlySpan<byte> body);
            Assert.Equal((Refusal.None, (MessageKind)0x5A), (refusal, kind));
            Assert.True(body.SequenceEqual(bytes.AsSpan(1)));
        }
    }

    [Theory]
    [InlineData(47, Limits.FrameBytes, Refusal.None)]
    [InlineData(47, Limits.FrameBytes + 1, Refusal.TooLong)]
    [InlineData(48, Limits.FrameBytes + 1, Refusal.None)]
    [InlineData(48, Limits.LargeFrameBytes, Refusal.None)]
    [InlineData(48, Limits.LargeFrameBytes + 1, Refusal.TooLong)]
    public void Only_some_kinds_may_be_longer_than_a_datagram(
        byte kind, int length, Refusal expected)
    {
        byte[] bytes = new byte[length];
        bytes[0] = kind;

        Assert.Equal(expected, Frame.TryRead(bytes, out _, out ReadOnlySpan<byte> body));
        Assert.Equal(expected == Refusal.None ? length - 1 : 0, body.Length);
        Assert.Equal(Frame.LongestOf((MessageKind)kind) >= length, expected == Refusal.None);
    }

    [Theory]
    [InlineData(0, Refusal.TooShort)]
    [InlineData(Limits.FrameBytes + 1, Refusal.TooLong)]
    public void A_frame_of_no_or_too_many_bytes_is_refused(int length, Refusal expected)
    {
        Refusal refusal = Frame.TryRead(
            new byte[length], out MessageKind kind, out ReadOnlySpan<byte> body);
        Assert.Equal((expected, MessageKind.None), (refusal, kind));
        Assert.True(body.IsEmpty);
    }
}
