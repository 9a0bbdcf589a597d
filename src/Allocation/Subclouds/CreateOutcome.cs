namespace P2PCS.Allocation.Subclouds;

/// <summary>What became of a request for a subcloud.</summary>
public enum CreateOutcome
{
    /// <summary>It exists now and machines are being looked for.</summary>
    Created,

    /// <summary>A live subcloud of this controller has that name; nothing changed.</summary>
    NameTaken,

    /// <summary>This controller runs as many as it may; nothing changed.</summary>
    TooMany,
}
