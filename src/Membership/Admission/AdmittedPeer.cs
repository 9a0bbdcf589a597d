using P2PCS.Protocol;

namespace P2PCS.Membership.Admission;

/// <summary>A member whose chain was verified. Immutable, so any thread may make one; what
/// statements say of it is asked anew each time.</summary>
public sealed class AdmittedPeer
{
    internal AdmittedPeer(VerifiedPeer peer, Credential credential, Digest[] names)
    {
        Peer = peer;
        Credential = credential;
        Names = names;
    }

    /// <summary>What the chain says of its last key.</summary>
    public VerifiedPeer Peer { get; }

    /// <summary>The chain.</summary>
    public Credential Credential { get; }

    // The hash of each key of the chain.
    internal Digest[] Names { get; }

    /// <summary>What statements say against it now.</summary>
    public AdmissionRefusal Check(StatementSet statements)
    {
        ArgumentNullException.ThrowIfNull(statements);
        return statements.Check(Credential, Names, Names.Length);
    }
}
