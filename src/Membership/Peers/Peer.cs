using System.Diagnostics.CodeAnalysis;
using P2PCS.Membership.Coordinates;
using P2PCS.Protocol;

namespace P2PCS.Membership.Peers;

/// <summary>One row of the <see cref="PeerTable"/>: all a node knows of a peer.</summary>
[SuppressMessage("Performance", "CA1815", Justification = "A row of a table, never compared.")]
public struct Peer
{
    /// <summary>Who; none marks a free row.</summary>
    public PeerId Id;

    /// <summary>Where it is reached.</summary>
    public PeerAddress Address;

    /// <summary>Boot epoch of the last frame that came from it; of the first word of it if none
    /// did.</summary>
    public uint Epoch;

    /// <summary>Frames of an epoch below this are stale: only the peer's own frames and goodbye
    /// raise it. Zero if none came.</summary>
    public uint LeastEpoch;

    /// <summary>Boot epoch in which it was last welcomed or said to have left; zero if none.
    /// </summary>
    public uint HeardEpoch;

    /// <summary>What is believed of it.</summary>
    public PeerState State;

    /// <summary>What it last told of its machine.</summary>
    public PeerStatus Status;

    /// <summary>When a frame of it last arrived; zero ticks if never.</summary>
    public Instant LastHeard;

    /// <summary>When it entered its present state.</summary>
    public Instant Since;

    /// <summary>Probes in a row that failed.</summary>
    public int Unanswered;

    /// <summary>The peer counts this up to answer what is told of it.</summary>
    public uint Incarnation;

    /// <summary>The highest incarnation that it told itself in this epoch.</summary>
    public uint OwnWord;

    /// <summary>Whether it told its incarnation itself in this epoch.</summary>
    public bool HasOwnWord;

    /// <summary>The worst that is told of this incarnation; alive if nothing. It stays when the
    /// peer is heard, so that the peer can be told of it and answer.</summary>
    public PeerState Accused;

    /// <summary>Where it says that it is in the space of round trips.</summary>
    public Coordinate Place;

    /// <summary>The last measured round trip to it, in milliseconds; zero if none was.</summary>
    public float RoundTrip;

    /// <summary>Until when Cyclon does not take it back into the view.</summary>
    public Instant TombstoneUntil;
}
