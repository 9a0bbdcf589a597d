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
