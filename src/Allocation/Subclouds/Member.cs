using P2PCS.Protocol;

namespace P2PCS.Allocation.Subclouds;

/// <summary>A machine of a subcloud, as its controller sees it. Changed by the controller only.
/// </summary>
/// <param name="peer">The machine.</param>
/// <param name="address">Where it is reached.</param>
/// <param name="request">Name of the reservation.</param>
public sealed class Member(PeerId peer, PeerAddress address, UInt128 request)
{
    /// <summary>The machine.</summary>
    public PeerId Peer => peer;

    /// <summary>Where it is reached.</summary>
    public PeerAddress Address => address;

    /// <summary>Name of the reservation.</summary>
    public UInt128 Request => request;

    /// <summary>How much of the machine was asked for.</summary>
    public Resources Resources { get; internal init; }

    /// <summary>How it stands.</summary>
    public MemberState State { get; internal set; }

    /// <summary>The lease's fence, once held.</summary>
    public Fence Fence { get; internal set; }

    /// <summary>Whether its lease ever ran.</summary>
    public bool WasActive { get; internal set; }

    /// <summary>Whether its machine answers; a lease may outlive a silence.</summary>
    public bool Reachable { get; internal set; } = true;

    /// <summary>Since when its machine does not answer; never while it does.</summary>
    public Instant UnreachableSince { get; internal set; } = Instant.Never;

    /// <summary>Whether its machine is drained: it gets no new tasks and is replaced.</summary>
    public bool Draining { get; internal set; }

    /// <summary>What tasks take of it.</summary>
    public Resources Used { get; internal set; }

    /// <summary>Tasks are not given to it before this.</summary>
    public Instant PausedUntil { get; internal set; }

    /// <summary>Whether it counts as one of the members wanted.</summary>
    internal bool Serves =>
        State is MemberState.Committing or MemberState.Active && !Draining;

    /// <summary>When the pending request is sent again, or the next renewal is due.</summary>
    internal Instant NextSend { get; set; }

    /// <summary>When the renewal now under way was first sent; never if none is.</summary>
    internal Instant AskedAt { get; set; } = Instant.Never;

    /// <summary>Number of the renewal now under way, or of the last one.</summary>
    internal uint Renewal { get; set; }

    /// <summary>Until when the lease may be relied on; a commit's deadline before that.</summary>
    internal Instant LeaseUntil { get; set; }
}
