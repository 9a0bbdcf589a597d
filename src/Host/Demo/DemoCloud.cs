using System.Diagnostics;
using P2PCS.Host.Cli;

namespace P2PCS.Host.Demo;

/// <summary>The demo's peers: started together, stopped together.</summary>
/// <param name="options">How many, and how.</param>
/// <param name="root">Directory for data and logs.</param>
/// <param name="output">Where progress goes.</param>
internal sealed class DemoCloud(DemoOptions options, string root, TextWriter output)
    : IDisposable
{
    private const int LogLines = 15;

    private static readonly TimeSpan ReadyLimit = TimeSpan.FromSeconds(45);
    private static readonly TimeSpan MeetLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(6);
    private static readonly TimeSpan PollPeriod = TimeSpan.FromMilliseconds(200);

    private readonly List<PeerProcess> peers = [];

    public IReadOnlyList<PeerProcess> Peers => peers;

    public PeerProcess Facade => peers[0];

    /// <summary>Starts the first peer alone, then the others, which join it.</summary>
    public async Task StartAsync(CancellationToken stop)
    {
        peers.Add(PeerProcess.Start(1, root, options, join: null));
        await Facade.ReadyAsync(ReadyLimit, stop);
        var invite = await PeerLaunch.InviteAsync(Facade.Address);
        for (var number = 2; number <= options.Peers; number++)
            peers.Add(PeerProcess.Start(number, root, options, invite));
        foreach (var peer in peers.Skip(1)) await peer.ReadyAsync(ReadyLimit, stop);
        foreach (var peer in peers)
        {
            output.WriteLine($"  peer {peer.Number}: {Show.Peer(peer.Id)} at {peer.Address},"
                + $" process {peer.ProcessId}");
        }
    }

    /// <summary>Waits until every peer lists every peer, alive and taking tasks.</summary>
    /// <exception cref="CliException">One ended, refuses tasks, or it takes too long.</exception>
    public async Task MeetAsync(CancellationToken stop)
    {
        var started = Stopwatch.GetTimestamp();
        var told = -1;
        while (true)
        {
            var complete = 0;
            foreach (var peer in peers)
            {
                if (!peer.IsRunning) throw peer.Ended();
                if (await SeesAllAsync(peer, stop)) complete++;
            }

            if (complete != told)
                output.WriteLine($"  {complete} of {options.Peers} peers see all peers");
            told = complete;
            if (complete == options.Peers) return;
            if (Stopwatch.GetElapsedTime(started) > MeetLimit) throw await NotMetAsync(stop);
            await Task.Delay(PollPeriod, stop);
        }
    }

    /// <summary>Stops every peer that still runs.</summary>
    /// <returns>How many of the running ones ended cleanly, and how many ran.</returns>
    public async Task<(int Clean, int Running)> StopAsync()
    {
        var running = peers.Where(peer => peer.IsRunning).ToArray();
        var clean = await Task.WhenAll(running.Select(peer => peer.StopAsync(StopLimit)));
        return (clean.Count(ended => ended), running.Length);
    }

    /// <summary>Prints the end of every peer's log.</summary>
    public void WriteLogs(TextWriter error)
    {
        foreach (var peer in peers)
        {
            error.WriteLine($"--- peer {peer.Number}, the end of its log");
            foreach (var line in peer.LogTail(LogLines)) error.WriteLine(line);
        }
    }

    public void Dispose()
    {
        foreach (var peer in peers) peer.Dispose();
    }

    private async Task<bool> SeesAllAsync(PeerProcess peer, CancellationToken stop)
    {
        var known = (await peer.Client.PeersAsync(stop)).Body;
        return known.Count(other => other is { State: "alive", Accepts: true }) == options.Peers;
    }

    private async Task<CliException> NotMetAsync(CancellationToken stop)
    {
        foreach (var peer in peers)
        {
            var driver = (await peer.Client.SelfAsync(stop)).Body.Driver;
            if (driver.Accepts) continue;
            return new CliException(
                $"peer {peer.Number} takes no tasks: {driver.Detail}",
                "make the sandbox work, or run the demo with --allow-unsandboxed",
                ExitCodes.NoCapacity);
        }

        return new CliException(
            $"the peers did not all find each other within {MeetLimit.TotalSeconds} s",
            "see their logs above",
            ExitCodes.TimedOut);
    }
}
