namespace P2PCS.Protocol;

/// <summary>Something the shell must do on the machine for an attempt of a task.</summary>
/// <param name="Kind">What to do.</param>
/// <param name="Attempt">Which attempt.</param>
/// <param name="Peer">The other peer: whose task it is, or who holds the result.</param>
/// <param name="Address">Where that peer is reached.</param>
/// <param name="Content">Digest of the task's spec, or of the result's manifest.</param>
/// <param name="Resources">For a start: what was admitted, and the most the attempt may use.
/// </param>
public readonly record struct WorkRequest(
    WorkKind Kind,
    AttemptKey Attempt,
    PeerId Peer,
    PeerAddress Address,
    Digest Content,
    Resources Resources = default);
