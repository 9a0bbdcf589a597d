namespace P2PCS.Query.Language;

/// <summary>Whether a query's plan is wanted.</summary>
public enum Explain : byte
{
    /// <summary>No: rows.</summary>
    No,

    /// <summary>The plan and its cost; nothing is run.</summary>
    Plan,

    /// <summary>The query is run, and what it cost is shown.</summary>
    Analyze,
}
