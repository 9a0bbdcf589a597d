namespace P2PCS.Protocol;

/// <summary>Why a frame was refused. A refused frame changes nothing but a counter.</summary>
public enum Refusal
{
    /// <summary>It was not refused.</summary>
    None,

    /// <summary>Not even a kind.</summary>
    TooShort,

    /// <summary>Longer than a frame may be.</summary>
    TooLong,

    /// <summary>From nobody, or from the receiver itself where that cannot be.</summary>
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
