namespace P2PCS.Allocation.Tasks;

/// <summary>What became of a submitted task.</summary>
public enum SubmitOutcome
{
    /// <summary>It is queued.</summary>
    Queued,

    /// <summary>No such subcloud here; nothing changed.</summary>
    NoSubcloud,

    /// <summary>The subcloud has ended; nothing changed.</summary>
    SubcloudEnded,

    /// <summary>It needs more than a member offers; nothing changed.</summary>
    TooLarge,

    /// <summary>This controller keeps as many tasks as it may; nothing changed.</summary>
    TooMany,
}
