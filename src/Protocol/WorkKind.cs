namespace P2PCS.Protocol;

/// <summary>What a <see cref="WorkRequest"/> asks of the shell.</summary>
public enum WorkKind
{
    /// <summary>Fetch spec and inputs from the peer and run the command; report each step.
    /// </summary>
    Start,

    /// <summary>Kill it if it runs, and drop everything kept for it.</summary>
    Discard,

    /// <summary>Fetch the result's manifest and files from the peer; report success.</summary>
    FetchResult,
}
