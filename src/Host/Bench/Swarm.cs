using System.Diagnostics;
using P2PCS.Host.Cli;

namespace P2PCS.Host.Bench;

/// <summary>
/// A cluster of real processes under measurement: started with bounded haste, watched by what
/// they write down, stopped without a trace.
/// </summary>
internal sealed class Swarm : IAsyncDisposable
{
    private const int LinesOfOutput = 8;
    private const int FalseReportsKept = 10;
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan TellEvery = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(60);

    private readonly IMemberProgram program;
    private readonly SwarmOptions options;
    private readonly BenchReport report;
    private readonly DirectoryInfo root = Directory.CreateTempSubdirectory("p2pcs-bench-");
    private readonly Member[] members;
    private readonly Dictionary<string, Member> named = new(StringComparer.Ordinal);
    private readonly List<string> falseReports = [];
    private bool clean;

    public Swarm(IMemberProgram program, SwarmOptions options, BenchReport report)
    {
        this.program = program;
        this.options = options;
        this.report = report;
        members = [.. Enumerable.Range(1, options.Peers).Select(NewMember)];
    }

    public IReadOnlyList<Member> Members => members;

    /// <summary>Members that are to be there now.</summary>
    public Member[] Wanted => [.. members.Where(member => member.IsWanted)];

    /// <summary>How often a member wrote that another was gone which was there.</summary>
    public int FalseReports { get; private set; }

    /// <summary>The first false reports, for people.</summary>
    public IReadOnlyList<string> FalseReportsShown => falseReports;

    /// <summary>Whether a report that another is gone is wrong although that one runs; by default
    /// it always is.</summary>
    public Func<Member, Member, bool> IsFalse { get; set; } = (_, _) => true;

    /// <summary>Starts the first member, then all others, which join it.</summary>
    /// <returns>How long it took until the last one served.</returns>
    public async Task<TimeSpan> StartAsync(CancellationToken stop)
    {
        long started = Stopwatch.GetTimestamp();
        members[0].Start(contact: null);
        await UntilAsync("ready", () => members[0].IsReady, StartLimit, stop);
        string invite = await program.InviteAsync(members[0]);
        int next = 1;
        await UntilAsync(
            "serving",
            () =>
            {
                int starting = members[..next].Count(member => !member.IsReady);
                for (; next < members.Length && starting < options.StartAtOnce; starting++)
                    members[next++].Start(invite);
                return members.All(member => member.IsReady);
            },
            StartLimit,
            stop);
        return Stopwatch.GetElapsedTime(started);
    }

    /// <summary>Starts killed members again, all at once.</summary>
    /// <param name="contact">Where to look for others first; null leaves it to them.</param>
    /// <returns>How long it took to start the processes, which are not ready then.</returns>
    public TimeSpan Restart(string? contact)
    {
        long started = Stopwatch.GetTimestamp();
        foreach (Member member in members)
            member.Start(contact);
        return Stopwatch.GetElapsedTime(started);
    }

    /// <summary>Waits until every member that is to be there believes all others to be.</summary>
    /// <returns>How long it took, or null when the limit came first.</returns>
    public Task<TimeSpan?> MeetAsync(TimeSpan limit, CancellationToken stop) => TryUntilAsync(
        "knowing all", () => members.All(m => m.IsReady) && CompleteCount() == Wanted.Length,
        limit, stop);

    /// <summary>Members that believe all others to be there.</summary>
    public int CompleteCount()
    {
        Member[] wanted = Wanted;
        return wanted.Count(member => member.Alive.Count >= wanted.Length - 1
            && wanted.All(other => other == member || member.Alive.Contains(other.Name)));
    }

    /// <summary>Watches for some time.</summary>
    public async Task WatchAsync(TimeSpan time, CancellationToken stop)
    {
        long started = Stopwatch.GetTimestamp();
        await TryUntilAsync(
            "watching", () => Stopwatch.GetElapsedTime(started) >= time, time * 2, stop);
    }

    /// <summary>Looks at all members again and again until a condition holds.</summary>
    /// <returns>How long it took, or null when the limit came first.</returns>
    public async Task<TimeSpan?> TryUntilAsync(
        string what, Func<bool> condition, TimeSpan limit, CancellationToken stop)
    {
        long started = Stopwatch.GetTimestamp();
        TimeSpan told = TimeSpan.Zero;
        while (true)
        {
            Look();
            TimeSpan passed = Stopwatch.GetElapsedTime(started);
            if (condition())
                return passed;
            if (passed > limit)
                return null;
            if (passed - told >= TellEvery)
            {
                told = passed;
                report.Progress($"{what}: {passed.TotalSeconds:0} s, {Standing()}");
            }

            await Task.Delay(LookEvery, stop);
        }
    }

    /// <summary>Asks all members to end and waits.</summary>
    /// <returns>How many ended with exit code 0, and how many ran.</returns>
    public async Task<(int Clean, int Running)> StopAsync()
    {
        Member[] running = [.. members.Where(member => member.IsRunning)];
        foreach (Member member in running)
            member.Terminate();
        using var limit = new CancellationTokenSource(StopLimit);
        foreach (Member member in running)
        {
            try
            {
                await member.EndedAsync(limit.Token);
            }
            catch (OperationCanceledException)
            {
                member.Kill();
                await member.EndedAsync(CancellationToken.None);
            }
        }

        clean = true;
        return (running.Count(member => member.ExitCode == 0), running.Length);
    }

    /// <summary>Ends whatever still runs and removes all files.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!clean)
            await StopAsync();
        foreach (Member member in members)
            member.Dispose();
        root.Delete(recursive: true);
    }

    private TimeSpan StartLimit => TimeSpan.FromSeconds(60 + (3 * options.Peers));

    private Member NewMember(int number)
    {
        (string ip, IReadOnlyList<string> prefix) = options.Place(number);
        return new Member(
            program, new MemberSlot(number, root.FullName, options.Profile, ip, prefix));
    }

    private async Task UntilAsync(
        string what, Func<bool> condition, TimeSpan limit, CancellationToken stop)
    {
        if (await TryUntilAsync(what, condition, limit, stop) is null)
        {
            throw new CliException(
                $"not all of {members.Length} are {what} after {limit.TotalSeconds:0} s",
                "the machine may be overloaded; try fewer --peers",
                ExitCodes.TimedOut);
        }
    }

    private string Standing() => $"{members.Count(member => member.IsReady)} ready, " +
        $"{CompleteCount()} know all, {FalseReports} false reports";

    private void Look()
    {
        long now = Stopwatch.GetTimestamp();
        foreach (Member member in members)
        {
            if (!member.IsRunning)
            {
                FailIfUnasked(member);
                continue;
            }

            bool wasReady = member.IsReady;
            member.Look(now, Heed);
            if (member.IsReady && !wasReady)
                named[member.Name] = member;
        }
    }

    private void Heed(Member teller, MemberEvent told)
    {
        if (told.Alive || !named.TryGetValue(told.Name, out Member? about)
            || !about.IsWanted || !teller.IsWanted || !IsFalse(teller, about))
        {
            return;
        }

        FalseReports++;
        if (falseReports.Count < FalseReportsKept)
            falseReports.Add($"peer {teller.Slot.Number} of peer {about.Slot.Number}");
    }

    private static void FailIfUnasked(Member member)
    {
        if (!member.WasStarted || member.WasKilled)
            return;
        throw new CliException(
            $"peer {member.Slot.Number} ended by itself with exit code {member.ExitCode}: "
            + string.Join(" | ", member.OutputTail(LinesOfOutput)),
            "nothing else was changed",
            ExitCodes.Internal);
    }
}
