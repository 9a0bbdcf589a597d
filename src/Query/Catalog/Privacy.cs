namespace P2PCS.Query.Catalog;

/// <summary>Who may read a column.</summary>
public enum Privacy : byte
{
    /// <summary>Everybody in the cloud.</summary>
    Public,

    /// <summary>Rounded by its owner; groups over it need at least 5 contributors.</summary>
    Coarse,

    /// <summary>Nobody but its own machine: never leaves the peer, so no query may name it.
    /// </summary>
    Private,
}
