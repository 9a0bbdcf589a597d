namespace P2PCS.Allocation.Subclouds;

/// <summary>Where a subcloud is in its life.</summary>
public enum SubcloudState : byte
{
    /// <summary>Machines are being looked for.</summary>
    Allocating = 0,

    /// <summary>As many members as asked for are leased.</summary>
    Active = 1,

    /// <summary>It works, with fewer members than asked for; more are being looked for.</summary>
    Degraded = 2,

    /// <summary>It ended because somebody released it.</summary>
    Released = 3,

    /// <summary>It ended with its time to live.</summary>
    Expired = 4,

    /// <summary>It ended without having come up, or with its controller.</summary>
    Failed = 5,

    /// <summary>It takes no new tasks and is released with the last that it has.</summary>
    Releasing = 6,
}
