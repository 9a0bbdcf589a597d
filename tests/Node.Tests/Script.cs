using System.Globalization;
using System.Text;
using P2PCS.Allocation.Leases;
using P2PCS.Allocation.Subclouds;
using P2PCS.Allocation.Tasks;
using P2PCS.Membership.Peers;
using P2PCS.Protocol;

namespace P2PCS.Node.Tests;

/// <summary>
/// Runs a script on a swarm. Blocks are parted by empty lines; below the four dashes of a block
/// stands what its commands print. Nodes are numbered from 1.
/// </summary>
public sealed class Script
{
    private readonly NodeSwarm swarm = new() { FixedSeed = 1 };
    private readonly StringBuilder print = new();

    /// <summary>The script with what it prints now.</summary>
    public string Run(string text)
    {
        var result = new StringBuilder();
        foreach (string block in text.Trim().Split("\n\n"))
        {
            string[] lines = block.Split('\n');
            string[] commands = [.. lines.TakeWhile(line => line != "----")];
            print.Clear();
            foreach (string command in commands.Where(line => !line.StartsWith('#')))
                Do(command.Split(' '));
            result.Append(string.Join('\n', commands)).Append("\n----\n");
            result.Append(print.Length == 0 ? "ok\n" : print).Append('\n');
        }

        return result.ToString().TrimEnd('\n') + "\n";
    }

    private void Do(string[] words)
    {
        switch (words[0])
        {
            case "add":
                swarm.Add(Number(words[1]));
                break;
            case "run":
                swarm.Run(double.Parse(words[1], CultureInfo.InvariantCulture));
                break;
            case "kill":
                swarm.Kill(Number(words[1]) - 1);
                break;
            case "heal":
                swarm.Heal(Number(words[1]) - 1);
                break;
            case "stop":
                Node(words).Stop(swarm.Now, OutboxOf(words));
                swarm.Drain(Number(words[1]) - 1);
                break;
            default:
                Command(words);
                break;
        }
    }

    private void Command(string[] words)
    {
        switch (words[0])
        {
            case "subcloud":
                var spec = new SubcloudSpec(
                    (UInt128)Number(words[2]),
                    null,
                    Number(words[3]),
                    Number(words[4]),
                    new Resources(1000, 512),
                    TimeSpan.FromHours(1),
                    TimeSpan.FromSeconds(5),
                    false);
                Print($"{Node(words).CreateSubcloud(swarm.Now, spec, OutboxOf(words))}");
                break;
            case "task":
                var order = new TaskOrder(
                    (UInt128)Number(words[2]), new Digest(1, 2, 3, 4), new Resources(500, 256));
                UInt128 name = (UInt128)Number(words[3]);
                Print($"{Node(words).SubmitTask(swarm.Now, name, order, OutboxOf(words))}");
                break;
            case "release":
                UInt128 id = (UInt128)Number(words[2]);
                Print($"{Node(words).ReleaseSubcloud(swarm.Now, id, OutboxOf(words))}");
                break;
            case "show":
                Show(Node(words));
                break;
            default:
                throw new ArgumentException($"no such command: {words[0]}");
        }
    }

    private void Show(PeerNode node)
    {
        for (int handle = 0; handle < node.Peers.End; handle++)
        {
            ref Peer peer = ref node.Peers[handle];
            if (node.Peers.IsTaken(handle))
                Print($"peer {peer.Id.Hash.D} {peer.State} free {peer.Status.Free.CpuMilli}");
        }

        foreach (Lease lease in node.Ledger.Leases)
            Print($"lease {lease.Fence.Epoch}.{lease.Fence.Counter} of {lease.Subcloud}");
        foreach (Subcloud subcloud in node.Controller.Subclouds)
        {
            Print($"subcloud {subcloud.Spec.Id} {subcloud.State} {subcloud.Reason}");
            foreach (Member member in subcloud.Members)
                Print($"  member {member.Peer.Hash.D} {member.State} {member.Used.CpuMilli}");
        }

        foreach (TaskEntry task in node.Dispatcher.Tasks)
        {
            IEnumerable<string> tries = task.Tries.Select(t => $"{t.Peer.Hash.D}:{t.State}");
            Print($"task {task.Id} {task.State} {task.Reason} [{string.Join(' ', tries)}]");
        }
    }

    private PeerNode Node(string[] words) => swarm.Nodes[Number(words[1]) - 1];

    private Outbox OutboxOf(string[] words) => swarm.OutboxOf(Number(words[1]) - 1);

    private void Print(FormattableString line) =>
        print.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');

    private static int Number(string word) => int.Parse(word, CultureInfo.InvariantCulture);
}
