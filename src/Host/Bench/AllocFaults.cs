using System.Diagnostics;
using P2PCS.Host.Cli;
using P2PCS.Host.Demo;
using P2PCS.Host.Rest.Bodies;

namespace P2PCS.Host.Bench;

/// <summary>How soon a cloud gets over lost facades and members.</summary>
/// <param name="options">How often.</param>
/// <param name="swarm">The cloud.</param>
/// <param name="report">Where results go.</param>
internal sealed class AllocFaults(AllocOptions options, Swarm swarm, BenchReport report)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(50);

    /// <summary>Measures.</summary>
    /// <returns>Whether everything came back.</returns>
    public async Task<bool> RunAsync(CancellationToken stop)
    {
        bool good = await MembersAsync("member SIGKILLed: replaced", 20, m => m.Kill(), stop);
        good &= await MembersAsync("member leaves: replaced", 3, m => m.Terminate(), stop);
        return good & await FacadesAsync(stop);
    }

    private async Task<bool> MembersAsync(
        string what, int goal, Action<Member> end, CancellationToken stop)
    {
        report.Progress($"{what}, {options.Kills} times");
        using FacadeClient client = AllocBench.ClientOf(swarm.Members[0]);
        int count = Math.Min(options.Members, swarm.Members.Count / 3);
        SubcloudBody made = await AllocBench.TakeAsync(client, count, stop)
            ?? throw new CliException("there are not enough machines", null, ExitCodes.NoCapacity);
        var times = new Percentiles();
        for (int i = 0; i < options.Kills; i++)
        {
            made = (await client.SubcloudAsync(made.Id, stop)).Body;
            Member? victim = swarm.Members.Skip(1).FirstOrDefault(m => m.IsWanted
                && made.Members.Any(lost => lost.PeerId == m.Name && lost.State == "active"));
            if (victim is null)
                break;
            long ended = Stopwatch.GetTimestamp();
            end(victim);
            if (await ReplacedAsync(client, made, victim.Name, ended, stop) is { } time)
                times.Add(time);
        }

        await client.ReleaseSubcloudAsync(made.Id, stop);
        report.Add($"{what}, p50", times.At(0.5), "s");
        report.Add($"{what}, slowest of {times.Count}", times.At(1), "s", $"goal {goal}");
        return times.Count == options.Kills;
    }

    private static async Task<double?> ReplacedAsync(
        FacadeClient client, SubcloudBody made, string gone, long ended, CancellationToken stop)
    {
        while (Stopwatch.GetElapsedTime(ended) < Patience)
        {
            SubcloudBody now = (await client.SubcloudAsync(made.Id, stop)).Body;
            bool replaced = now.Members.All(m => m.PeerId != gone || m.State != "active")
                && now.Members.Count(m => m.State == "active") == made.Requested;
            if (replaced)
                return Stopwatch.GetElapsedTime(ended).TotalSeconds;
            await Task.Delay(LookEvery, stop);
        }

        return null;
    }

    // One machine stands still and does not answer, so all others hold and wait for a second: in
    // that second their customer is killed.
    private async Task<bool> FacadesAsync(CancellationToken stop)
    {
        report.Progress($"facade SIGKILLed between hold and commit, {options.Kills} times");
        var times = new Percentiles();
        for (int i = 0; i < options.Kills; i++)
        {
            Member[] wanted = swarm.Wanted;
            (Member facade, Member still) = (wanted[^1], wanted[^2]);
            using FacadeClient client = AllocBench.ClientOf(facade);
            PosixKill.SendHalt(still.ProcessId);
            Task asked = AskAsync(client, wanted.Length, stop);
            bool held = await HeldAsync(wanted[..^2], facade.Name, stop);
            long killed = Stopwatch.GetTimestamp();
            facade.Kill();
            await facade.EndedAsync(stop);
            PosixKill.SendContinue(still.ProcessId);
            await asked;
            if (!held)
                continue;
            while (await HoldsAsync(wanted[..^2], facade.Name, stop))
                await Task.Delay(LookEvery, stop);
            times.Add(Stopwatch.GetElapsedTime(killed).TotalSeconds);
        }

        report.Add(
            "facade SIGKILLed between hold and commit", times.Count, $"of {options.Kills}");
        report.Add("then all is free again after, slowest", times.At(1), "s", "goal 5");
        return times.Count > 0 || options.Kills == 0;
    }

    private static async Task<bool> HeldAsync(
        Member[] machines, string customer, CancellationToken stop)
    {
        long started = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(1))
        {
            if (await HoldsAsync(machines[..Math.Min(4, machines.Length)], customer, stop))
                return true;
        }

        return false;
    }

    private static async Task AskAsync(FacadeClient client, int count, CancellationToken stop)
    {
        try
        {
            await client.CreateSubcloudAsync(
                AllocBench.Wanting(count) with { Min = 1 }, Patience, stop);
        }
        catch (CliException cut) when (cut.ExitCode == ExitCodes.Unreachable)
        {
            // It was killed while it was being asked, as intended.
        }
    }

    private static async Task<bool> HoldsAsync(
        Member[] machines, string customer, CancellationToken stop)
    {
        bool[] found = await Task.WhenAll(machines.Select(async member =>
        {
            using FacadeClient client = AllocBench.ClientOf(member);
            LeaseBody[] leases = (await new SubcloudCalls(client).LeasesAsync(stop)).Body;
            return leases.Any(l => l.Customer == customer);
        }));
        return found.Any(held => held);
    }
}
