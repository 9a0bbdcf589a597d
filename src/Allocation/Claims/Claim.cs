using P2PCS.Allocation.Subclouds;
using P2PCS.Protocol;

namespace P2PCS.Allocation.Claims;

/// <summary>A facade's claim on a subcloud. Changed by the desk only.</summary>
/// <param name="spec">What is to be made, if the claim is won.</param>
/// <param name="until">When it is given up.</param>
public sealed class Claim(SubcloudSpec spec, Instant until)
{
    /// <summary>What is to be made, if the claim is won.</summary>
    public SubcloudSpec Spec => spec;

    /// <summary>How it stands.</summary>
    public ClaimState State { get; internal set; }

    /// <summary>What became of making it, once won.</summary>
    public CreateOutcome Outcome { get; internal set; }

    /// <summary>Who controls the subcloud, where that is another.</summary>
    public PeerId Controller { get; internal set; }

    /// <summary>What that one last told of it; null if nothing yet.</summary>
    public SubcloudToldMessage? Told { get; internal set; }

    /// <summary>When it was told.</summary>
    public Instant ToldAt { get; internal set; }

    internal Instant Until => until;

    internal PeerAddress ControllerAt { get; set; }

    internal List<Witness> Witnesses { get; } = [];

    internal uint Turn { get; set; }

    internal Instant NextSend { get; set; }

    /// <summary>Whether the votes of this turn were split and the next turn is waited for.
    /// </summary>
    internal bool IsPausing { get; set; }
}

/// <summary>A witness that was asked, and what it said.</summary>
/// <param name="peer">Who.</param>
/// <param name="address">Where it is reached.</param>
internal sealed class Witness(PeerId peer, PeerAddress address)
{
    public PeerId Peer => peer;

    public PeerAddress Address => address;

    /// <summary>Who has its word; none while it has not answered.</summary>
    public PeerId Holder { get; set; }

    public PeerAddress HolderAt { get; set; }

    /// <summary>Whether it knows better witnesses.</summary>
    public bool Refused { get; set; }

    public bool HasAnswered => Refused || !Holder.IsNone;
}
