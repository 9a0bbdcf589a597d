namespace P2PCS.Membership.Epochs;

/// <summary>What became of a push; its number stands on the wire.</summary>
public enum ExchangeOutcome : byte
{
    /// <summary>It was taken in; the reply has the other's values from before.</summary>
    Taken = 0,

    /// <summary>The other waits for a reply itself, or has had enough in this epoch.</summary>
    Busy = 1,

    /// <summary>The other is in another epoch, or does not run this sheet in this one.</summary>
    Elsewhere = 2,

    /// <summary>The other keeps aggregates of other columns.</summary>
    Foreign = 3,
}
