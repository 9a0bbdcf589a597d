using P2PCS.Host.Storage;
using P2PCS.Node;

namespace P2PCS.Host.Readings;

/// <summary>What an agent knows of its machine and notes of its own doings.</summary>
/// <param name="Watch">Reads the machine.</param>
/// <param name="Events">What happened.</param>
public sealed record Machine(MachineWatch Watch, EventLog Events)
{
    /// <summary>Reads the machine for the first time.</summary>
    /// <param name="directory">The peer's data directory.</param>
    /// <param name="words">What the volunteer says now, or null.</param>
    /// <exception cref="IOException">What was kept is damaged, or cannot be written; the message
    /// says what to do.</exception>
    public static Machine Open(DataDirectory directory, MachineWords? words)
    {
        TimeProvider clock = TimeProvider.System;
        PeerLabels labels = LabelFile.Update(directory.LabelFile, old => words is null
            ? old
            : old.With(words.Site, words.Region, words.Labels));
        var reader = new MachineReader(
            new MachineFiles(), directory.Root, Environment.ProcessorCount);
        UptimeLedger ledger = UptimeLedger.Open(directory.UptimeFile, clock.GetUtcNow());
        return new Machine(new MachineWatch(reader, ledger, labels, clock), new EventLog());
    }

    /// <summary>Lets a node answer queries by what this machine has.</summary>
    /// <param name="node">The node, not yet stepped.</param>
    /// <param name="attempts">What ran here.</param>
    public void Serve(PeerNode node, AttemptLog attempts)
    {
        node.Query.Rows = new LocalTables(node, Watch, attempts, Events).Rows;
        node.Standing.Own = new MachineRow(node, Watch);
    }
}
