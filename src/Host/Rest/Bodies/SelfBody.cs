namespace P2PCS.Host.Rest.Bodies;

/// <summary>What one peer says of itself: the answer of <c>GET /v1/self</c>.</summary>
/// <param name="Id">The peer's id: SHA-256 of its public key, 64 lower-case hex digits.</param>
/// <param name="Version">Version of the agent.</param>
/// <param name="State"><c>available</c>, <c>partial</c>, <c>busy</c> or <c>stopping</c>.</param>
/// <param name="Address">Where other peers reach it, <c>ADDR:PORT</c>, UDP and TCP.</param>
/// <param name="Api">Base URL of this peer's REST facade.</param>
/// <param name="Epoch">Boot epoch: how often this identity has started.</param>
/// <param name="Profile"><c>local</c>, <c>lan</c> or <c>wan</c>.</param>
/// <param name="StartedAt">When this incarnation started, UTC.</param>
/// <param name="Resources">What the machine offers in all.</param>
/// <param name="Free">What is neither held nor leased.</param>
/// <param name="Driver">How tasks run here.</param>
/// <param name="Peers">How many other peers are known, by state.</param>
/// <param name="Traffic">Datagrams sent, received and refused since the start.</param>
/// <param name="Process">What the agent costs its machine.</param>
/// <param name="Leases">The slots this machine has promised, and to whom.</param>
/// <param name="Attempts">The tasks that run here now, and for whom.</param>
public sealed record SelfBody(
    string Id,
    string Version,
    string State,
    string Address,
    string Api,
    uint Epoch,
    string Profile,
    DateTimeOffset StartedAt,
    ResourcesBody Resources,
    ResourcesBody Free,
    DriverBody Driver,
    PeerCountsBody Peers,
    TrafficBody Traffic,
    ProcessBody Process,
    IReadOnlyList<LeaseBody> Leases,
    IReadOnlyList<LocalAttemptBody> Attempts)
{
    /// <summary>The cloud it is a member of.</summary>
    public CloudBody? Cloud { get; init; }

    /// <summary>How it looks for others.</summary>
    public ContactsBody? Contacts { get; init; }
}

/// <summary>How a peer looks for others, since its start.</summary>
/// <param name="Known">Addresses to find the cloud by: named, remembered, or discovered.</param>
/// <param name="Tried">How many of them were asked.</param>
/// <param name="Handshakes">Handshakes begun, with them or with others.</param>
/// <param name="Unanswered">How many of those nobody answered.</param>
/// <param name="Unsendable">Datagrams that the operating system would not send, and long frames
/// that no other peer took.</param>
/// <param name="Failure">Why the last of the long frames, or else of the datagrams, was not sent.
/// </param>
public sealed record ContactsBody(
    int Known, int Tried, long Handshakes, long Unanswered, long Unsendable, string? Failure);

/// <summary>An amount of machine.</summary>
/// <param name="Cpu">Processor cores; thousandths count.</param>
/// <param name="Mem">Memory in bytes.</param>
public sealed record ResourcesBody(double Cpu, long Mem);

/// <summary>How a peer runs tasks, as its last self-test found.</summary>
/// <param name="Name"><c>bubblewrap</c>, <c>unsandboxed</c> or <c>none</c>.</param>
/// <param name="Accepts">Whether the peer takes tasks at all.</param>
/// <param name="Detail">What the self-test saw, or why tasks are refused and what to do.</param>
/// <param name="SelfTestMs">How long the self-test took, in milliseconds.</param>
public sealed record DriverBody(string Name, bool Accepts, string Detail, double SelfTestMs);

/// <summary>How many other peers are known, by state.</summary>
/// <param name="Alive">Peers that answer.</param>
/// <param name="Unreachable">Peers that stopped answering without saying goodbye.</param>
/// <param name="Left">Peers that said goodbye.</param>
public sealed record PeerCountsBody(int Alive, int Unreachable, int Left);

/// <summary>One machine's promise of resources to one subcloud, as the machine sees it.</summary>
/// <param name="Fence">Boot epoch and counter, <c>EPOCH.COUNTER</c>.</param>
/// <param name="Subcloud">The subcloud's id.</param>
/// <param name="Customer">The controlling peer's id.</param>
/// <param name="State"><c>held</c> or <c>active</c>.</param>
/// <param name="Resources">What is promised.</param>
/// <param name="ExpiresAt">When it lapses unless renewed, UTC.</param>
public sealed record LeaseBody(
    string Fence,
    string Subcloud,
    string Customer,
    string State,
    ResourcesBody Resources,
    DateTimeOffset ExpiresAt);

/// <summary>A task attempt that runs on this machine.</summary>
/// <param name="Task">The task's id.</param>
/// <param name="Number">Which attempt, from 1.</param>
/// <param name="Customer">The controlling peer's id.</param>
/// <param name="State"><c>staging</c>, <c>running</c> or <c>exited</c>.</param>
public sealed record LocalAttemptBody(string Task, int Number, string Customer, string State);
