using P2PCS.Protocol;

namespace P2PCS.Membership.Liveness;

/// <summary>A probe that is not answered yet.</summary>
internal struct Probe
{
    /// <summary>Whom it asks.</summary>
    public int Handle;

    /// <summary>What its answer must carry.</summary>
    public uint Number;

    /// <summary>When it was sent.</summary>
    public Instant SentAt;

    /// <summary>When others are asked.</summary>
    public Instant ShareAt;

    /// <summary>When it has failed.</summary>
    public Instant EndAt;

    /// <summary>Whether others were asked, or are not to be.</summary>
    public bool IsShared;

    /// <summary>How many others were asked.</summary>
    public int Asked;

    /// <summary>How many of them answered that they could not reach it either.</summary>
    public int Denied;

    /// <summary>For whom it is sent, if for another peer.</summary>
    public PeerAddress For;

    /// <summary>The number of that peer's own probe.</summary>
    public uint ForNumber;

    /// <summary>Where others tell that the peer is; none for a probe where it is known to be.
    /// </summary>
    public PeerAddress At;

    /// <summary>Whether it follows what others tell: then no answer is nobody's fault.</summary>
    public readonly bool IsLead => !At.IsNone;

    /// <summary>Whether it is sent for another peer.</summary>
    public readonly bool IsRelay => !For.IsNone;
}
