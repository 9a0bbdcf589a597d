using P2PCS.Protocol;

namespace P2PCS.Allocation.Leases;

/// <summary>What a machine has promised to one subcloud.</summary>
/// <param name="Fence">Shown by every operation on it.</param>
/// <param name="Request">The request it answers; the same request gets the same lease.</param>
/// <param name="Customer">The controller that may use it.</param>
/// <param name="Subcloud">For which subcloud.</param>
/// <param name="Resources">How much of the machine.</param>
/// <param name="Active">False while it is only held.</param>
/// <param name="ExpiresAt">When it lapses by this machine's clock.</param>
public readonly record struct Lease(
    Fence Fence,
    UInt128 Request,
    PeerId Customer,
    UInt128 Subcloud,
    Resources Resources,
    bool Active,
    Instant ExpiresAt)
{
    /// <summary>Where its customer was last heard.</summary>
    public PeerAddress Address { get; init; }
}
