namespace P2PCS.Membership.Rumours;

/// <summary>What a rumour says of a peer.</summary>
public enum RumourKind : byte
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>It is there, by this name, at this address, with this to offer.</summary>
    Joined = 1,

    /// <summary>It is still there, which answers older suspicions, and has this to offer.
    /// </summary>
    Alive = 2,

    /// <summary>Somebody could not reach it.</summary>
    Suspect = 3,

    /// <summary>It did not answer the suspicion in time.</summary>
    Unreachable = 4,

    /// <summary>It said goodbye.</summary>
    Left = 5,

    /// <summary>Somewhere it is called unreachable: only the peer itself heeds that, and answers.
    /// </summary>
    Accused = 6,
}
