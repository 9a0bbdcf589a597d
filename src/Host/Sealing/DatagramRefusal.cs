namespace P2PCS.Host.Sealing;

/// <summary>Why a datagram was refused before a frame came of it. A refused datagram changes
/// nothing but a counter, unless its member says otherwise. Numbers from 64 on are told to the
/// other side, beside those of <see cref="Membership.Admission.AdmissionRefusal"/>.</summary>
public enum DatagramRefusal : byte
{
    /// <summary>It was not refused.</summary>
    None = 0,

    /// <summary>Shorter than its type can be.</summary>
    TooShort = 1,

    /// <summary>Longer than its type, or than any datagram, can be.</summary>
    TooLong = 2,

    /// <summary>Not a type of this version.</summary>
    UnknownType = 3,

    /// <summary>Its source has had its share of such datagrams for now.</summary>
    Flooded = 4,

    /// <summary>Sealed under a generation of the cloud's key that is not accepted here.</summary>
    UnknownKey = 5,

    /// <summary>Not sealed by who has the key: noise, another cloud, or a forgery.</summary>
    BadSeal = 6,

    /// <summary>Sealed well, but the content does not follow its grammar.</summary>
    BadContent = 7,

    /// <summary>Handshakes have had their share of the processor for now.</summary>
    Busy = 8,

    /// <summary>No session of that index at that address; the sender was told, where it could be.
    /// </summary>
    UnknownSession = 9,

    /// <summary>Seen before, or too old to tell.</summary>
    Replayed = 10,

    /// <summary>An answer to a question that was not asked, or not asked any more.</summary>
    Unexpected = 11,

    /// <summary>A handshake whose credential was refused; the other was told why.</summary>
    BadCredential = 12,

    /// <summary>The other side refused a handshake of this peer, and said why.</summary>
    TurnedAway = 13,

    /// <summary>A handshake whose signature does not fit its credential.</summary>
    BadSignature = 64,

    /// <summary>A handshake in the receiver's own name: two machines share a key, or a peer met
    /// itself.</summary>
    OwnName = 65,

    /// <summary>A handshake of a lower boot epoch than the one in session: an old recording, or a
    /// data directory restored from a copy.</summary>
    OldEpoch = 66,
}
