namespace P2PCS.Protocol.Wire;

/// <summary>
/// What one node says to another at a time: its kind (u8), then the body. Who sent it and whether
/// it is whole is not in the frame: the sealed datagram that carries it proves both, and a
/// simulator knows.
/// </summary>
public static class Frame
{
    /// <summary>Bytes before the body.</summary>
    public const int HeaderLength = 1;

    /// <summary>Longest body, in bytes.</summary>
    public const int BodyBytes = Limits.FrameBytes - HeaderLength;

    /// <summary>Takes a frame apart; neither kind nor body is looked at.</summary>
    /// <param name="frame">What a peer sent.</param>
    /// <param name="kind">What the body is said to be; any value may come.</param>
    /// <param name="body">The bytes after the kind.</param>
    /// <returns>Why it is refused, or <see cref="Refusal.None"/>.</returns>
    public static Refusal TryRead(
        ReadOnlySpan<byte> frame, out MessageKind kind, out ReadOnlySpan<byte> body)
    {
        kind = MessageKind.None;
        body = default;
        if (frame.Length < HeaderLength)
            return Refusal.TooShort;
        if (frame.Length > Limits.FrameBytes)
            return Refusal.TooLong;
        kind = (MessageKind)frame[0];
        body = frame[HeaderLength..];
        return Refusal.None;
    }
}
