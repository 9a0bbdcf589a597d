namespace P2PCS.Host.Bench;

/// <summary>How a measured cluster is made.</summary>
/// <param name="Peers">How many processes.</param>
/// <param name="Profile">The pace of all of them.</param>
internal sealed record SwarmOptions(int Peers, string Profile)
{
    /// <summary>Members that start at the same time; our guess: enough to use both of two
    /// processors, few enough that none starves while it starts.</summary>
    public int StartAtOnce { get; init; } = 8;

    /// <summary>The place of each member; by default all are on loopback.</summary>
    public Func<int, (string Ip, IReadOnlyList<string> Prefix)> Place { get; init; } =
        _ => ("127.0.0.1", []);
}
