namespace P2PCS.Host.Bench;

/// <summary>What <c>p2pcs bench alloc</c> is asked to do.</summary>
/// <param name="Peers">How many processes, each offering one core.</param>
/// <param name="Profile">Their pace.</param>
/// <param name="Members">Machines of one subcloud.</param>
/// <param name="Requests">Subclouds whose time is taken.</param>
internal sealed record AllocOptions(int Peers, string Profile, int Members, int Requests)
{
    /// <summary>Facades that ask at the same time, where several do.</summary>
    public int Facades { get; init; } = 10;

    /// <summary>How long throughput is measured, each time.</summary>
    public TimeSpan Window { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How often a member or a facade is killed.</summary>
    public int Kills { get; init; } = 5;

    /// <summary>Longest wait until all know all.</summary>
    public TimeSpan Limit { get; init; } = TimeSpan.FromMinutes(5);
}
