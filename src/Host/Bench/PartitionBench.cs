using System.Diagnostics;
using P2PCS.Host.Demo;

namespace P2PCS.Host.Bench;

/// <summary>A cloud on several hosts is cut in two and grows together again.</summary>
/// <param name="options">Hosts, peers on each, profile and length of the cut.</param>
/// <param name="report">Where results go.</param>
internal sealed class PartitionBench(PartitionOptions options, BenchReport report)
{
    private const double FirstShare = 0.6;
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan HealGoal = TimeSpan.FromSeconds(30);

    private int First => (int)Math.Round(options.Hosts * FirstShare);

    /// <summary>Measures.</summary>
    /// <returns>Whether both sides worked during the cut and met within the goal.</returns>
    public async Task<bool> RunAsync(CancellationToken stop)
    {
        await using HostLan lan = await HostLan.MakeAsync(options.Hosts);
        int peers = options.Hosts * options.PeersPerHost;
        await using var swarm = new Swarm(
            new PeerProgram(),
            new SwarmOptions(peers, options.Profile)
            {
                Place = number => (HostLan.IpOf(HostOf(number)), lan.On(HostOf(number))),
            },
            report);
        report.Progress($"starting {peers} peers on {options.Hosts} hosts");
        await swarm.StartAsync(stop);
        TimeSpan? met = await swarm.MeetAsync(Limit, stop);
        report.Add("peers", $"{peers} on {options.Hosts} hosts");
        report.Add("profile", options.Profile);
        report.Add("all know all after", met?.TotalSeconds, "s");
        bool works = await CutAsync(swarm, lan, stop);
        await lan.HealAsync();
        report.Progress($"the cut is lifted");
        TimeSpan? healed = await swarm.MeetAsync(Limit, stop);
        report.Add(
            "all know all again after", healed?.TotalSeconds, "s",
            $"goal {HealGoal.TotalSeconds}");
        if (healed is null)
            report.Add("know all", $"{swarm.CompleteCount()} of {peers}");
        report.Add("false reports within a side", swarm.FalseReports, "", "goal 0");
        (int clean, int running) = await swarm.StopAsync();
        report.Add("stopped cleanly", $"{clean} of {running}");
        return met is not null && works && healed <= HealGoal;
    }

    private async Task<bool> CutAsync(Swarm swarm, HostLan lan, CancellationToken stop)
    {
        long started = Stopwatch.GetTimestamp();
        await lan.CutAsync(First);
        swarm.IsFalse = (teller, about) => IsFirst(teller) == IsFirst(about);
        report.Progress($"hosts 1 to {First} are cut off from the others");
        report.Add("cut", $"{First} hosts from {options.Hosts - First}");
        await swarm.WatchAsync(options.Cut / 2, stop);
        Member[] members = [.. swarm.Members];
        int others = members.Count(member => !IsFirst(member));
        report.Add("sees the other side gone", $"{members.Count(member => GoneFor(member, members)
            == (IsFirst(member) ? others : members.Length - others))} of {members.Length}");
        bool first = await RunTaskAsync("first side", members[0], stop);
        bool second = await RunTaskAsync("second side", members[^1], stop);
        TimeSpan left = options.Cut - Stopwatch.GetElapsedTime(started);
        if (left > TimeSpan.Zero)
            await swarm.WatchAsync(left, stop);
        return first && second;
    }

    private static int GoneFor(Member member, Member[] all) =>
        all.Count(other => member.GoneAt(other.Name) is not null);

    private async Task<bool> RunTaskAsync(string side, Member member, CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        long started = Stopwatch.GetTimestamp();
        (int exitCode, string output) = await Tools.TryRunAsync(
            "",
            [
                .. member.Slot.Prefix, .. PeerLaunch.ThisProgram(),
                "--data", member.Slot.Directory, "run", "--", "echo", side,
            ]);
        bool right = exitCode == 0 && output.Contains(side, StringComparison.Ordinal);
        report.Add(
            $"a task on the {side}",
            right ? Stopwatch.GetElapsedTime(started).TotalSeconds : null,
            "s");
        return right;
    }

    private int HostOf(int number) => 1 + ((number - 1) / options.PeersPerHost);

    private bool IsFirst(Member member) => HostOf(member.Slot.Number) <= First;
}
