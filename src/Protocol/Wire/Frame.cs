namespace P2PCS.Protocol.Wire;

/// <summary>
/// What one node says to another at a time: its kind (u8), then the body. Who sent it and whether
/// it is whole is not in the frame: the sealed datagram or the stream that carries it proves both,
/// and a simulator knows.
/// </summary>
public static class Frame
{
    /// <summary>Bytes before the body.</summary>
    public const int HeaderLength = 1;

    /// <summary>Longest body that fits a datagram, in bytes.</summary>
    public const int BodyBytes = Limits.FrameBytes - HeaderLength;

    /// <summary>Longest body of a kind that may be long, in bytes.</summary>
    public const int LargeBodyBytes = Limits.LargeFrameBytes - HeaderLength;

    // Those below are gossip, leases and attempts, which say little at a time.
    private const MessageKind FirstLarge = (MessageKind)48;

    /// <summary>Longest frame of a kind, in bytes. What is longer than
    /// <see cref="Limits.FrameBytes"/> goes by a stream instead of a datagram.</summary>
    public static int LongestOf(MessageKind kind) =>
        kind < FirstLarge ? Limits.FrameBytes : Limits.LargeFrameBytes;

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
        if (frame.Length > LongestOf((MessageKind)frame[0]))
            return Refusal.TooLong;
        kind = (MessageKind)frame[0];
        body = frame[HeaderLength..];
        return Refusal.None;
    }
}
