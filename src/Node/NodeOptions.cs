using P2PCS.Allocation.Claims;
using P2PCS.Allocation.Leases;
using P2PCS.Membership.Charter;
using P2PCS.Membership.Liveness;
using P2PCS.Membership.Sampling;
using P2PCS.Query.Execution;
using P2PCS.Query.Standing;
using P2PCS.Slicing.Slices;

namespace P2PCS.Node;

/// <summary>Parameters of all kernels of a node.</summary>
/// <param name="Sampling">Peer sampling. Source: said at each.</param>
/// <param name="Liveness">Failure detection. Source: said at each.</param>
/// <param name="Leases">Leases, both sides. Source: said at each.</param>
public sealed record NodeOptions(
    SamplingOptions Sampling, LivenessOptions Liveness, LeaseOptions Leases)
{
    /// <summary>The spreading of statements. Source: said at each.</summary>
    public CharterOptions Charter { get; init; } = new();

    /// <summary>Agreeing on controllers. Source: said at each.</summary>
    public ClaimOptions Claims { get; init; } = new();

    /// <summary>One-shot queries. Source: said at each.</summary>
    public QueryKernelOptions Query { get; init; } = new();

    /// <summary>The standing aggregates. Source: said at each.</summary>
    public StandingOptions Standing { get; init; } = new();

    /// <summary>Slicing. Source: said at each.</summary>
    public SliceOptions Slices { get; init; } = new();
}
