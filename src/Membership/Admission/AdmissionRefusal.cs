namespace P2PCS.Membership.Admission;

/// <summary>Why a credential, a statement or a token is refused; numbers go over the wire.
/// </summary>
public enum AdmissionRefusal : byte
{
    /// <summary>It is not refused.</summary>
    None = 0,

    /// <summary>The bytes do not follow their grammar, or a key is no point of the curve.
    /// </summary>
    Malformed = 1,

    /// <summary>It is of another cloud.</summary>
    WrongCloud = 2,

    /// <summary>A signature does not fit: something was changed, or signed by another key.
    /// </summary>
    BadSignature = 3,

    /// <summary>The membership is over.</summary>
    Expired = 4,

    /// <summary>It begins in the future: a clock is wrong.</summary>
    NotYetValid = 5,

    /// <summary>The invite was used after its end.</summary>
    InviteExpired = 6,

    /// <summary>An invite it rests on was revoked, or who invited was banned.</summary>
    Revoked = 7,

    /// <summary>The peer was banned.</summary>
    Banned = 8,

    /// <summary>The invite has admitted as many peers as it may.</summary>
    UsesSpent = 9,

    /// <summary>A link gives more rights than the one that signed it has.</summary>
    RoleTooWide = 10,

    /// <summary>A link lasts longer than the one that signed it.</summary>
    ValidityTooWide = 11,

    /// <summary>More links than a chain may have.</summary>
    ChainTooLong = 12,

    /// <summary>An invite where a peer must be, or the other way round.</summary>
    WrongOrder = 13,

    /// <summary>A handshake under a generation of the cloud's key that is accepted no more: the
    /// token, or the membership, is older than the last two changes of the key.</summary>
    OldKey = 14,
}
