namespace P2PCS.Allocation.Leases;

/// <summary>What a customer asks of a hold or lease.</summary>
public enum LeaseVerb : byte
{
    /// <summary>Make a hold an active lease, or an active lease last longer.</summary>
    Renew = 0,

    /// <summary>End it.</summary>
    Release = 1,
}
