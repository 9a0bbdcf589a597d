using P2PCS.Allocation.Attempts;
using P2PCS.Protocol;

namespace P2PCS.Host.Attempts;

/// <summary>How the node is told of what happens to attempts; callable from any thread.</summary>
/// <param name="Started">The command of an attempt runs now.</param>
/// <param name="Ended">An attempt on this machine is over.</param>
/// <param name="Fetched">Whether the result of an attempt elsewhere is all here.</param>
public sealed record AttemptReports(
    Action<AttemptKey> Started, Action<ReportMessage> Ended, Action<AttemptKey, bool> Fetched);
