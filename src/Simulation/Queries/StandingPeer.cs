using P2PCS.Protocol;
using P2PCS.Query.Standing;

namespace P2PCS.Simulation.Queries;

/// <summary>One peer of a <see cref="StandingSwarm"/>.</summary>
public sealed class StandingPeer
{
    internal StandingPeer(int index, StandingKernel kernel, StandingRow row, Instant born)
    {
        Index = index;
        Kernel = kernel;
        Row = row;
        Born = born;
        kernel.Own = row;
        Id = new PeerId(new Digest(0, 0, 0, (ulong)index + 1));
    }

    /// <summary>Its place among all that ever were.</summary>
    public int Index { get; }

    /// <summary>Its name.</summary>
    public PeerId Id { get; }

    /// <summary>The kernel itself.</summary>
    public StandingKernel Kernel { get; }

    /// <summary>Its row.</summary>
    public StandingRow Row { get; }

    /// <summary>When it came.</summary>
    public Instant Born { get; }

    /// <summary>Whether it is there.</summary>
    public bool IsUp { get; internal set; } = true;

    /// <summary>Bytes of datagrams that it has sent, sealed, without the heads of UDP and IP.
    /// </summary>
    public long Bytes { get; internal set; }

    internal Instant WakeAt { get; set; } = Instant.Never;

    internal int RosterPlace { get; set; }
}
