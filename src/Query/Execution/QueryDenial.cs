namespace P2PCS.Query.Execution;

/// <summary>Why a peer does not carry out a query; the number stands on the wire.</summary>
public enum QueryDenial : byte
{
    /// <summary>It has enough to do.</summary>
    Busy = 1,

    /// <summary>The asker asked too much of late.</summary>
    TooMany = 2,

    /// <summary>It cannot read the text: another version.</summary>
    NotUnderstood = 3,

    /// <summary>The text used up its steps lately.</summary>
    Overran = 4,

    /// <summary>The state of one group would be too long.</summary>
    TooCostly = 5,
}
