namespace P2PCS.Protocol;

/// <summary>A frame to send.</summary>
/// <param name="To">Where to.</param>
/// <param name="Kind">What it is, for counting.</param>
/// <param name="Bytes">Where its bytes are in the outbox.</param>
public readonly record struct OutboundFrame(PeerAddress To, MessageKind Kind, ArenaRange Bytes);

/// <summary>A durable record to write or delete.</summary>
/// <param name="Kind">What it holds.</param>
/// <param name="Key">Its name among records of that kind.</param>
/// <param name="Bytes">Where its value is in the outbox.</param>
/// <param name="Delete">Whether it goes.</param>
public readonly record struct RecordWrite(
    RecordKind Kind, UInt128 Key, ArenaRange Bytes, bool Delete);

/// <summary>A stretch of an outbox's bytes.</summary>
/// <param name="Start">First byte.</param>
/// <param name="Length">Number of bytes.</param>
public readonly record struct ArenaRange(int Start, int Length);
