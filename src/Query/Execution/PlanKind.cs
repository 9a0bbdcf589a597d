namespace P2PCS.Query.Execution;

/// <summary>How a query is carried out.</summary>
public enum PlanKind
{
    /// <summary>From the rows of the peer that is asked.</summary>
    Local,

    /// <summary>From standing aggregates that it holds.</summary>
    Standing,

    /// <summary>By every peer, over a tree.</summary>
    Tree,

    /// <summary>By some peers, chosen at random.</summary>
    Sample,
}
