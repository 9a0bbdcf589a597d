using System.Net;

namespace P2PCS.Host.Agent;

/// <summary>How one peer agent is to run; built once from the command line.</summary>
/// <param name="DataDirectory">Where identity, token and journals are kept; made if absent.</param>
/// <param name="Listen">Where other peers reach it; port 0 picks a free one.</param>
/// <param name="Api">Where the REST facade listens; port 0 picks a free one.</param>
/// <param name="Join">Peers to find the cloud by; empty starts a new one.</param>
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
    long? Mem);
