using P2PCS.Protocol;

namespace P2PCS.Membership.Rumours;

/// <summary>A peer that has to be asked because of what others tell of it.</summary>
/// <param name="Handle">Whom to ask.</param>
/// <param name="Address">Where it is told to be; none to ask it where it is known to be.</param>
public readonly record struct Lead(int Handle, PeerAddress Address);
