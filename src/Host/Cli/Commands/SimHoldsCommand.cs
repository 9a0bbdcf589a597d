using System.CommandLine;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using P2PCS.Simulation.Holds;

namespace P2PCS.Host.Cli.Commands;

/// <summary><c>p2pcs sim holds</c>: customers compete for the same machines under faults, and an
/// audit keeps its own books.</summary>
internal static class SimHoldsCommand
{
    private const int DefaultHolds = 100_000;
    private const int HoldsMax = 1_000_000_000;
    private static readonly TimeSpan ReportEvery = TimeSpan.FromSeconds(5);

    public static Command Build(Terminal terminal)
    {
        var holds = CliOption.Count(
            "--holds", $"How many holds to see at least [{DefaultHolds}]", HoldsMax);
        var seed = SimCommand.FirstSeed("Run this one scenario; with --holds, the first of them");
        var threads = CliOption.Count("--threads", "Scenarios at the same time [1]", 64);
        var command = new Command(
            "holds", "Look for slots leased twice, under loss, partitions, drift and crashes")
        {
            holds, seed, threads,
        };
        command.SetAction((parsed, stop) =>
        {
            int? wanted = parsed.GetValue(holds);
            bool single = parsed.GetValue(seed) is not null && wanted is null;
            var series = new Series(terminal, stop);
            return Task.FromResult(series.Run(
                parsed.GetValue(seed) ?? 1,
                single ? 1 : wanted ?? DefaultHolds,
                parsed.GetValue(threads) ?? 1));
        });
        return command;
    }

    /// <summary>Scenarios of consecutive seeds until there were enough holds.</summary>
    private sealed class Series(Terminal terminal, CancellationToken stop)
    {
        private readonly Stopwatch watch = Stopwatch.StartNew();
        private HoldStatistics sum = new();
        private TimeSpan nextReport = ReportEvery;
        private int done;
        private int failed;

        public int Run(ulong first, int holds, int threads)
        {
            IEnumerable<ulong> seeds = Enumerable.Range(0, int.MaxValue)
                .Select(i => first + (ulong)i)
                .TakeWhile(_ => !stop.IsCancellationRequested
                    && Volatile.Read(ref sum).Holds < holds);
            if (threads == 1)
            {
                foreach (ulong seed in seeds)
                    Count(Play(seed));
            }
            else
            {
                var options = new ParallelOptions { MaxDegreeOfParallelism = threads };
                Parallel.ForEach(seeds, options, seed => Count(Play(seed)));
            }

            stop.ThrowIfCancellationRequested();
            Tell("sim: done: ");
            return failed == 0 ? ExitCodes.Ok : ExitCodes.Failed;
        }

        private static HoldResult Play(ulong seed) =>
            new HoldRun(HoldScenario.FromSeed(seed)).ToEnd();

        private void Count(HoldResult result)
        {
            lock (watch)
            {
                done++;
                sum += result.Statistics;
                if (result.Failure is not null)
                {
                    failed++;
                    terminal.Error.WriteLine(result.Failure);
                }

                if (watch.Elapsed < nextReport)
                    return;
                nextReport = watch.Elapsed + ReportEvery;
                Tell("sim: ");
            }
        }

        private void Tell(string begin) => Write(
            $"{begin}{done} scenarios, {failed} failed; {sum.Holds} holds, {sum.Leases} leases, "
            + $"{sum.Lapsed} holds lapsed ({sum.Vanished} of vanished customers), "
            + $"{sum.StaleRefused} stale fences refused, {sum.CameUp} subclouds came up, "
            + $"{sum.Failed} failed, {sum.Crashes} crashes, {sum.Cuts} cuts, "
            + $"{sum.Frames} frames, {watch.Elapsed.TotalSeconds:0} s");

        private void Write(ref DefaultInterpolatedStringHandler line) =>
            terminal.Output.WriteLine(line.ToStringAndClear());
    }
}
