using System.CommandLine;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using P2PCS.Simulation.Swarms;

namespace P2PCS.Host.Cli.Commands;

/// <summary><c>p2pcs sim</c>: the same nodes in virtual time, under random faults.</summary>
internal static class SimCommand
{
    private const int DefaultSeeds = 100;
    private const int SeedsMax = 10_000_000;
    private static readonly TimeSpan ReportEvery = TimeSpan.FromSeconds(2);

    public static Command Build(Terminal terminal) =>
        new("sim", "Simulate clouds in virtual time")
        {
            SimScenarioCommands.List(terminal), SimScenarioCommands.Run(terminal),
            SimPapersCommand.Build(terminal), SimQueriesCommand.Build(terminal),
            SimStandingCommand.Build(terminal), SimSlicesCommand.Build(terminal),
            SimHoldsCommand.Build(terminal),
            Swarm(terminal), Soak(terminal), FuzzCommand.Build(terminal),
        };

    private static Command Swarm(Terminal terminal)
    {
        var seeds = CliOption.Count(
            "--seeds", $"How many random scenarios to run [{DefaultSeeds}]", SeedsMax);
        var seed = FirstSeed("Run this one scenario; with --seeds, the first of them");
        var command = new Command(
            "swarm", "Random faults and work from seeds, checked for safety, then for liveness")
        {
            seeds, seed,
        };
        command.SetAction((parsed, stop) =>
        {
            ulong first = parsed.GetValue(seed) ?? 1;
            int? count = parsed.GetValue(seeds);
            bool single = parsed.GetValue(seed) is not null && count is null;
            var run = new SwarmSeries(terminal, first, stop);
            return Task.FromResult(run.Run(single ? 1 : count ?? DefaultSeeds, null));
        });
        return command;
    }

    private static Command Soak(Terminal terminal)
    {
        var minutes = CliOption.Count("--minutes", "How long [10]", 7 * 24 * 60);
        var seed = FirstSeed("The first scenario [from the clock]");
        var command = new Command("soak", "Random scenarios until the time is up")
        {
            minutes, seed,
        };
        command.SetAction((parsed, stop) =>
        {
            ulong first = parsed.GetValue(seed)
                ?? (ulong)TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
            var limit = TimeSpan.FromMinutes(parsed.GetValue(minutes) ?? 10);
            return Task.FromResult(new SwarmSeries(terminal, first, stop).Run(SeedsMax, limit));
        });
        return command;
    }

    internal static Option<ulong?> FirstSeed(string description) => new("--seed")
    {
        Description = description,
        HelpName = "S",
    };

    /// <summary>Scenarios of consecutive seeds, each on a processor of its own.</summary>
    private sealed class SwarmSeries(Terminal terminal, ulong first, CancellationToken stop)
    {
        private readonly Stopwatch watch = Stopwatch.StartNew();
        private readonly List<SwarmResult> failed = [];
        private TimeSpan nextReport = ReportEvery;
        private long frames;
        private long tasks;
        private long retried;
        private int done;

        public int Run(int count, TimeSpan? limit)
        {
            IEnumerable<ulong> seeds = Enumerable.Range(0, count)
                .Select(i => first + (ulong)i)
                .TakeWhile(_ => !stop.IsCancellationRequested
                    && !(watch.Elapsed >= (limit ?? TimeSpan.MaxValue)));
            foreach (SwarmResult result in seeds.AsParallel()
                .WithMergeOptions(ParallelMergeOptions.NotBuffered)
                .Select(Simulation.Swarms.Swarm.Run))
            {
                Count(result);
            }

            stop.ThrowIfCancellationRequested();
            Write($"sim: {done} scenarios in {watch.Elapsed.TotalSeconds:0.0} s, " +
                $"{failed.Count} failed; {frames} frames, {tasks} tasks, {retried} retried");
            return failed.Count == 0 ? ExitCodes.Ok : ExitCodes.Failed;
        }

        private void Count(SwarmResult result)
        {
            done++;
            frames += result.Statistics.Frames;
            tasks += result.Statistics.Tasks;
            retried += result.Statistics.Retried;
            if (!result.Passed)
            {
                failed.Add(result);
                terminal.Error.WriteLine(result.Failure);
            }

            if (watch.Elapsed < nextReport)
                return;
            nextReport = watch.Elapsed + ReportEvery;
            Write($"sim: {done} scenarios, {failed.Count} failed, " +
                $"{frames / watch.Elapsed.TotalSeconds:0} frames/s");
        }

        private void Write(ref DefaultInterpolatedStringHandler line) =>
            terminal.Output.WriteLine(line.ToStringAndClear());
    }
}
