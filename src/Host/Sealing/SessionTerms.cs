using P2PCS.Protocol;

namespace P2PCS.Host.Sealing;

/// <summary>What two peers agreed on in a handshake, as one of them sees it.</summary>
/// <param name="Peer">The other, as its credential proves, at the address it proved.</param>
/// <param name="LocalIndex">Index by which this side knows the session.</param>
/// <param name="RemoteIndex">Index by which the other knows it.</param>
/// <param name="Generation">Generation of the cloud's key it was made under.</param>
/// <param name="IsInitiator">Whether this side asked for it.</param>
/// <param name="Since">When it was made.</param>
/// <param name="RekeyAt">When this side replaces it.</param>
/// <param name="EndsAt">When it ends whatever happens.</param>
public sealed record SessionTerms(
    Sender Peer,
    uint LocalIndex,
    uint RemoteIndex,
    uint Generation,
    bool IsInitiator,
    Instant Since,
    Instant RekeyAt,
    Instant EndsAt);
