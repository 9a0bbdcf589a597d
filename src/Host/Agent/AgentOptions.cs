using System.Net;
using P2PCS.Host.Readings;
using P2PCS.Membership.Admission;

namespace P2PCS.Host.Agent;

/// <summary>How one peer agent is to run; built once from the command line.</summary>
/// <param name="DataDirectory">Where identity, token and journals are kept; made if absent.</param>
/// <param name="Listen">Where other peers reach it; port 0 picks a free one.</param>
/// <param name="Api">Where the REST facade listens; port 0 picks a free one.</param>
/// <param name="Join">Peers to find the cloud by, which this one must be a member of.</param>
/// <param name="Profile"><c>local</c>, <c>lan</c> or <c>wan</c>: the gossip's pace.</param>
/// <param name="AllowUnsandboxed">Whether tasks may run without a working sandbox.</param>
/// <param name="Cpu">Cores to offer; null offers the machine's.</param>
/// <param name="Mem">Bytes of memory to offer; null offers the machine's.</param>
public sealed record AgentOptions(
    string DataDirectory,
    IPEndPoint Listen,
    IPEndPoint Api,
    IReadOnlyList<IPEndPoint> Join,
    string Profile,
    bool AllowUnsandboxed,
    double? Cpu,
    long? Mem)
{
    /// <summary>Makes it a member of a cloud; null where it is one, or founds one.</summary>
    public InviteToken? Token { get; init; }

    /// <summary>Whether a cloud it founds admits anybody.</summary>
    public bool Open { get; init; }

    /// <summary>Where others reach it, if that is not what it listens at; port 0 stands for the
    /// port it listens at.</summary>
    public IPEndPoint? Advertise { get; init; }

    /// <summary>Whether it looks for peers on the local network, and is found there.</summary>
    public bool Discover { get; init; }

    /// <summary>What the volunteer says of the machine now; null leaves what was said.</summary>
    public MachineWords? Words { get; init; }
}
