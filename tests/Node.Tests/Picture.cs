using System.Globalization;
using System.Text;
using P2PCS.Allocation.Attempts;
using P2PCS.Allocation.Leases;
using P2PCS.Allocation.Subclouds;
using P2PCS.Allocation.Tasks;
using P2PCS.Membership.Peers;

namespace P2PCS.Node.Tests;

/// <summary>All that a snapshot of a node could show, as text.</summary>
public static class Picture
{
    public static string Of(PeerNode node)
    {
        var text = new StringBuilder();
        for (int handle = 0; handle < node.Peers.End; handle++)
        {
            ref Peer peer = ref node.Peers[handle];
            if (!node.Peers.IsTaken(handle))
                continue;
            Line(text, $"peer {peer.Id} {peer.Address} {peer.Epoch} {peer.State}");
            Line(text, $"status {peer.Status}");
        }

        foreach (int handle in node.Sampling.View)
            Line(text, $"view {handle}");
        foreach (Lease lease in node.Ledger.Leases)
            Line(text, $"lease {lease}");
        foreach (LocalAttempt attempt in node.Attempts.Attempts)
            Line(text, $"attempt {attempt}");
        foreach (Subcloud subcloud in node.Controller.Subclouds)
        {
            Line(text, $"subcloud {subcloud.Spec.Id} {subcloud.State} {subcloud.Reason}");
            foreach (Member m in subcloud.Members)
                Line(text, $"member {m.Peer} {m.State} {m.Fence} {m.Used} {m.Reachable}");
        }

        foreach (TaskEntry task in node.Dispatcher.Tasks)
        {
            Line(text, $"task {task.Id} {task.State} {task.Reason} {task.ExitCode} {task.Result}");
            foreach (TaskTry attempt in task.Tries)
                Line(text, $"try {attempt.Number} {attempt.Peer} {attempt.State}");
        }

        return text.ToString();
    }

    private static void Line(StringBuilder text, FormattableString line) =>
        text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
