namespace P2PCS.Allocation.Leases;

/// <summary>A machine's answer to a reservation or to an operation on a lease.</summary>
public enum LeaseOutcome : byte
{
    /// <summary>Done as asked.</summary>
    Granted = 0,

    /// <summary>Not enough is free; nothing changed.</summary>
    Full = 1,

    /// <summary>This machine takes no tasks; nothing changed.</summary>
    Declined = 2,

    /// <summary>No lease of this customer has that fence any more; nothing changed.</summary>
    Stale = 3,

    /// <summary>The machine serves that subcloud for another controller; nothing changed.
    /// </summary>
    Elsewhere = 4,
}
