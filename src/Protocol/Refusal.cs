namespace P2PCS.Protocol;

/// <summary>Why a datagram was refused. A refused datagram changes nothing but a counter.</summary>
public enum Refusal
{
    /// <summary>It was not refused.</summary>
    None,

    /// <summary>Shorter than a frame's header.</summary>
    TooShort,

    /// <summary>Longer than a frame may be.</summary>
    TooLong,

    /// <summary>Does not begin with the magic bytes.</summary>
    BadMagic,

    /// <summary>A version of the wire format that this peer does not speak.</summary>
    BadVersion,

    /// <summary>The length field and the datagram disagree.</summary>
    BadLength,

    /// <summary>The checksum does not match the bytes.</summary>
    BadChecksum,

    /// <summary>Nobody, or the receiver itself, is named as the sender.</summary>
    BadSender,

    /// <summary>No message of that kind.</summary>
    UnknownKind,

    /// <summary>The body does not follow its kind's grammar.</summary>
    BadBody,

    /// <summary>Sent by an earlier incarnation of a peer that has since restarted.</summary>
    StaleSender,

    /// <summary>An answer to a question that was not asked, or not asked any more.</summary>
    Unexpected,
}
