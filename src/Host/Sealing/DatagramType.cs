namespace P2PCS.Host.Sealing;

/// <summary>First byte of a datagram: version 1 in the high half, what it is in the low half.
/// </summary>
public enum DatagramType : byte
{
    /// <summary>I want a session: who I am, signed.</summary>
    Init = 0x11,

    /// <summary>You have one: who I am, signed.</summary>
    Response = 0x12,

    /// <summary>First show that you receive what I send to your address.</summary>
    Cookie = 0x13,

    /// <summary>I have no session of that index.</summary>
    Unknown = 0x14,

    /// <summary>You get no session, for this reason.</summary>
    Refused = 0x15,

    /// <summary>A frame under a session's key.</summary>
    Data = 0x1F,
}
