using System.Diagnostics;
using P2PCS.Host.Cli;
using P2PCS.Host.Rest.Bodies;

namespace P2PCS.Host.Bench;

/// <summary>How fast real peers on one machine give subclouds, and get over losses.</summary>
/// <param name="options">How many, how often.</param>
/// <param name="report">Where results go.</param>
internal sealed class AllocBench(AllocOptions options, BenchReport report)
{
    private const int RequestsAtOnce = 4;
    private static readonly ResourcesBody Whole = new(1, 256L << 20);
    private static readonly ResourcesBody Slot = new(0.02, 4L << 20);

    /// <summary>Measures.</summary>
    /// <returns>Whether all that was asked for was given, and came back.</returns>
    public async Task<bool> RunAsync(CancellationToken stop)
    {
        await using var swarm = new Swarm(
            new PeerProgram(), new SwarmOptions(options.Peers, options.Profile), report);
        report.Progress($"starting {options.Peers} peers");
        TimeSpan started = await swarm.StartAsync(stop);
        TimeSpan? met = await swarm.MeetAsync(options.Limit, stop);
        report.Add("peers", options.Peers, "");
        report.Add("profile", options.Profile);
        report.Add("start of all", started.TotalSeconds, "s");
        report.Add("then all know all", met?.TotalSeconds, "s");
        if (met is null)
            return false;
        bool good = await TimesAsync(swarm, stop);
        good &= await StormAsync(swarm, stop);
        await ThroughputAsync(swarm, 1, stop);
        await ThroughputAsync(swarm, options.Facades, stop);
        good &= await new AllocFaults(options, swarm, report).RunAsync(stop);
        (int clean, int running) = await swarm.StopAsync();
        report.Add("stopped cleanly", $"{clean} of {running}");
        return good;
    }

    /// <summary>A client of a member's facade.</summary>
    public static FacadeClient ClientOf(Member member) => new(FacadeLocator.Find(
        new FacadeChoice(null, null, member.Slot.Directory), _ => null));

    /// <summary>A request for whole machines.</summary>
    public static SubcloudRequest Wanting(int count) =>
        new(count, count, Whole, Ttl: "10m", StartWithin: "30s");

    /// <summary>A request for a fiftieth of each of some machines.</summary>
    private static SubcloudRequest WantingSlots(int count) => Wanting(count) with
    {
        Resources = Slot,
    };

    private async Task<bool> TimesAsync(Swarm swarm, CancellationToken stop)
    {
        report.Progress($"{options.Requests} subclouds of {options.Members}, one by one");
        using FacadeClient client = ClientOf(swarm.Members[0]);
        var times = new Percentiles();
        int failed = 0;
        for (int i = 0; i < options.Requests; i++)
        {
            long asked = Stopwatch.GetTimestamp();
            SubcloudBody? made = await TakeAsync(client, options.Members, stop);
            if (made?.State == "active")
                times.Add(Stopwatch.GetElapsedTime(asked).TotalMilliseconds);
            else
                failed++;
            if (made is not null)
                await client.ReleaseSubcloudAsync(made.Id, stop);
        }

        string of = $"subcloud of {options.Members}, time to active";
        report.Add($"{of}, p50", times.At(0.5), "ms", "goal 150");
        report.Add($"{of}, p90", times.At(0.9), "ms");
        report.Add($"{of}, p99", times.At(0.99), "ms", "goal 500");
        report.Add("requests that failed", failed, $"of {options.Requests}", "goal 0");
        return failed == 0;
    }

    // One key, a hundred requests, many facades: exactly one subcloud.
    private async Task<bool> StormAsync(Swarm swarm, CancellationToken stop)
    {
        const int Posts = 100;
        report.Progress($"{Posts} requests with one key through {options.Facades} facades");
        FacadeClient[] clients = [.. swarm.Members.Take(options.Facades).Select(ClientOf)];
        string key = Guid.NewGuid().ToString();
        Answer<SubcloudBody>[] answers = await Task.WhenAll(Enumerable.Range(0, Posts).Select(
            i => new SubcloudCalls(clients[i % clients.Length]).CreateAsync(
                Wanting(2), key, TimeSpan.FromSeconds(30), stop)));
        int ids = answers.Select(answer => answer.Body.Id).Distinct().Count();
        int controllers = answers.Select(answer => answer.Body.Facade).Distinct().Count();
        int leases = 0;
        foreach (Member member in swarm.Members)
        {
            using FacadeClient each = ClientOf(member);
            leases += (await new SubcloudCalls(each).LeasesAsync(stop)).Body.Length;
        }

        report.Add("one key: subclouds", ids, "", "goal 1");
        report.Add("one key: controllers", controllers, "", "goal 1");
        report.Add("one key: leases for 2 members", leases, "", "goal 2");
        int maker = Array.FindIndex(
            clients, c => answers[0].Body.Facade == NameOf(swarm, clients, c));
        if (maker >= 0)
            await clients[maker].ReleaseSubcloudAsync(answers[0].Body.Id, stop);
        foreach (FacadeClient client in clients)
            client.Dispose();
        return ids == 1 && controllers == 1;
    }

    private static string NameOf(Swarm swarm, FacadeClient[] clients, FacadeClient client) =>
        swarm.Members[Array.IndexOf(clients, client)].Name;

    private async Task ThroughputAsync(Swarm swarm, int facades, CancellationToken stop)
    {
        report.Progress($"leases per second of {facades} facades");
        long started = Stopwatch.GetTimestamp();
        double cpu = swarm.Members.Sum(m => ProcessReading.CpuOf(m.ProcessId));
        int[] leases = await Task.WhenAll(
            Enumerable.Range(0, facades * RequestsAtOnce).Select(async i =>
            {
                using FacadeClient client = ClientOf(swarm.Members[i % facades]);
                int taken = 0;
                while (Stopwatch.GetElapsedTime(started) < options.Window)
                    taken += await TakeSlotsAsync(client, stop);
                return taken;
            }));
        double seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        cpu = swarm.Members.Sum(m => ProcessReading.CpuOf(m.ProcessId)) - cpu;
        string of = facades == 1 ? "1 facade" : $"{facades} facades";
        report.Add(
            $"leases/s of {of}, {RequestsAtOnce} requests at once each",
            leases.Sum() / seconds,
            "",
            facades == 1 ? "goal 2000" : "goal 10000");
        report.Add(
            $"processor per lease, {of}, all peers together",
            1000 * cpu / Math.Max(1, leases.Sum()),
            "ms");
    }

    private async Task<int> TakeSlotsAsync(FacadeClient client, CancellationToken stop)
    {
        try
        {
            SubcloudBody made = (await client.CreateSubcloudAsync(
                WantingSlots(options.Members), TimeSpan.FromSeconds(30), stop)).Body;
            await client.ReleaseSubcloudAsync(made.Id, stop);
            return made.Ready;
        }
        catch (CliException refused) when (refused.ExitCode == ExitCodes.NoCapacity)
        {
            return 0;
        }
    }

    /// <summary>Takes machines; null where there were not enough.</summary>
    public static async Task<SubcloudBody?> TakeAsync(
        FacadeClient client, int count, CancellationToken stop)
    {
        try
        {
            return (await client.CreateSubcloudAsync(
                Wanting(count), TimeSpan.FromSeconds(30), stop)).Body;
        }
        catch (CliException refused) when (refused.ExitCode == ExitCodes.NoCapacity)
        {
            return null;
        }
    }
}
