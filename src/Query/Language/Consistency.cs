namespace P2PCS.Query.Language;

/// <summary>Where an answer may come from.</summary>
public enum Consistency : byte
{
    /// <summary>The rows of the peer that is asked.</summary>
    Local,

    /// <summary>Standing aggregates.</summary>
    Gossip,

    /// <summary>Every peer, over a tree.</summary>
    Tree,

    /// <summary>Some peers, chosen at random.</summary>
    Sample,
}
