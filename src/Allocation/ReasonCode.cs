namespace P2PCS.Allocation;

/// <summary>Why a subcloud or a task is in the state it is in.</summary>
public enum ReasonCode : byte
{
    /// <summary>Nothing needs saying.</summary>
    None = 0,

    /// <summary>Not enough machines could be held in time.</summary>
    InsufficientCapacity = 1,

    /// <summary>The controlling peer was restarted.</summary>
    FacadeRestarted = 2,

    /// <summary>The controlling peer was stopped.</summary>
    FacadeStopped = 3,

    /// <summary>Its customer released or cancelled it.</summary>
    ByCustomer = 4,

    /// <summary>Its time to live ended.</summary>
    TtlEnded = 5,

    /// <summary>The subcloud it ran on ended.</summary>
    SubcloudEnded = 6,

    /// <summary>It was tried as often as a task may be.</summary>
    AttemptsExhausted = 7,

    /// <summary>It ran longer than it may.</summary>
    TimedOut = 8,

    /// <summary>It wrote more than it may.</summary>
    OutputLimit = 9,

    /// <summary>An earlier attempt was lost with its machine.</summary>
    PeerLost = 10,

    /// <summary>An earlier attempt could not be started where it was assigned.</summary>
    Unstartable = 11,

    /// <summary>All the work it was made for is done.</summary>
    WorkDone = 12,

    /// <summary>Another peer controls the subcloud.</summary>
    ControlledElsewhere = 13,
}
