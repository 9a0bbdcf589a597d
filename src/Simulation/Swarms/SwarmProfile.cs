using P2PCS.Allocation.Leases;
using P2PCS.Membership.Liveness;
using P2PCS.Membership.Sampling;
using P2PCS.Node;

namespace P2PCS.Simulation.Swarms;

/// <summary>Node parameters that scenarios are run with.</summary>
public static class SwarmProfile
{
    /// <summary>Many peers on one machine: a cycle of 200 ms and leases of 6 s.</summary>
    public static NodeOptions Local { get; } = new(
        new SamplingOptions
        {
            Cycle = TimeSpan.FromMilliseconds(200),
            CalmCycle = TimeSpan.FromMilliseconds(800),
        },
        new LivenessOptions
        {
            Cycle = TimeSpan.FromMilliseconds(200),
            Silence = TimeSpan.FromSeconds(2.5),
        },
        new LeaseOptions { Lease = TimeSpan.FromSeconds(6) });

    /// <summary>The defaults of all kernels.</summary>
    public static NodeOptions Lan { get; } = new(
        new SamplingOptions(), new LivenessOptions(), new LeaseOptions());
}
