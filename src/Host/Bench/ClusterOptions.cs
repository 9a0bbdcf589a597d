namespace P2PCS.Host.Bench;

/// <summary>What <c>p2pcs bench cluster</c> is asked to do.</summary>
/// <param name="Peers">How many processes.</param>
/// <param name="Profile">Their pace.</param>
/// <param name="Kill">How many to kill; 0 measures no detection.</param>
/// <param name="Window">How long to watch the costs.</param>
internal sealed record ClusterOptions(int Peers, string Profile, int Kill, TimeSpan Window)
{
    /// <summary>How long to wait before costs are measured. Peers shake hands with each one that
    /// they meet for the first time, which takes as many cycles as there are peers.</summary>
    public TimeSpan Settle { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Longest wait until all know all, and until all have seen all killed ones.</summary>
    public TimeSpan Limit { get; init; } = TimeSpan.FromMinutes(3);
}
