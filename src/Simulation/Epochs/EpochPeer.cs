using P2PCS.Membership.Epochs;
using P2PCS.Protocol;

namespace P2PCS.Simulation.Epochs;

/// <summary>One peer of an <see cref="EpochSwarm{T}"/>.</summary>
public abstract class EpochPeer
{
    private protected EpochPeer(EpochSeat seat)
    {
        Index = seat.Index;
        Born = seat.Born;
        Id = seat.Id;
    }

    /// <summary>Its place among all that ever were.</summary>
    public int Index { get; }

    /// <summary>Its name.</summary>
    public PeerId Id { get; }

    /// <summary>When it came.</summary>
    public Instant Born { get; }

    /// <summary>Whether it is there.</summary>
    public bool IsUp { get; internal set; } = true;

    /// <summary>Bytes of datagrams that it has sent, sealed, without the heads of UDP and IP.
    /// </summary>
    public long Bytes { get; internal set; }

    internal abstract EpochKernel Stepped { get; }

    internal Instant WakeAt { get; set; } = Instant.Never;

    internal int RosterPlace { get; set; }
}
