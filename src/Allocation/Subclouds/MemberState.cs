namespace P2PCS.Allocation.Subclouds;

/// <summary>How a machine stands to a subcloud.</summary>
public enum MemberState : byte
{
    /// <summary>It was asked to hold and has not answered.</summary>
    Asked = 0,

    /// <summary>It holds what was asked.</summary>
    Held = 1,

    /// <summary>It was told to turn the hold into a lease and has not answered.</summary>
    Committing = 2,

    /// <summary>Its lease runs.</summary>
    Active = 3,

    /// <summary>Its lease ended without us wanting it.</summary>
    Lost = 4,

    /// <summary>We gave it back.</summary>
    Released = 5,
}
