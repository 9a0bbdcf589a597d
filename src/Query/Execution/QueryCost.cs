namespace P2PCS.Query.Execution;

/// <summary>What an answer has cost, all peers together.</summary>
/// <param name="Messages">Frames sent.</param>
/// <param name="Bytes">Bytes of those frames.</param>
/// <param name="Took">From the question to the answer.</param>
public readonly record struct QueryCost(long Messages, long Bytes, TimeSpan Took);
