using P2PCS.Host.Cli;
using P2PCS.Host.Cli.Map;

namespace P2PCS.Host.Demo;

/// <summary>Kills one working peer with SIGKILL when about half of the tasks are done.</summary>
/// <param name="cloud">The peers; the facade is spared.</param>
/// <param name="output">Where the deed is told.</param>
internal sealed class Assassin(DemoCloud cloud, TextWriter output)
{
    /// <summary>The killed peer, or null while there is none.</summary>
    public PeerProcess? Victim { get; private set; }

    /// <summary>Looks whether it is time.</summary>
    public void Watch(MapProgress progress)
    {
        if (Victim is not null || progress.Tasks.Count == 0) return;
        if (progress.Done * 2 < progress.Total) return;
        var busy = progress.Tasks
            .Where(task => !TaskStates.IsFinal(task) && task.Attempts.Count > 0)
            .Select(task => task.Attempts[^1].PeerId)
            .ToHashSet(StringComparer.Ordinal);
        var others = cloud.Peers.Skip(1).ToArray();
        Victim = others.FirstOrDefault(peer => busy.Contains(peer.Id)) ?? others[^1];
        Victim.Kill();
        output.WriteLine($"  SIGKILL to peer {Victim.Number} ({Show.Peer(Victim.Id)})"
            + $" after {progress.Done} of {progress.Total} tasks");
    }
}
