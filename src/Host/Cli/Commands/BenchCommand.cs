using System.CommandLine;
using System.Globalization;
using P2PCS.Host.Bench;
using P2PCS.Host.Sim;
using P2PCS.Protocol;
using P2PCS.Simulation.Cycles;

namespace P2PCS.Host.Cli.Commands;

/// <summary><c>p2pcs bench</c>: how fast this machine is at what the program does.</summary>
internal static class BenchCommand
{
    private const int MaxNodes = 100_000_000;
    private static readonly int[] DefaultSizes = [10_000, 100_000, 1_000_000];

    public static Command Build(Terminal terminal)
    {
        var command = new Command("bench", "Measure this machine, and clusters of peers on it")
        {
            Gossip(terminal), Events(terminal), Seal(terminal),
        };
        foreach (Command cloud in BenchCloudCommands.Build(terminal))
            command.Add(cloud);
        return command;
    }

    private static Command Events(Terminal terminal)
    {
        var nodes = CliOption.Count("--nodes", "Nodes of the simulated cloud [1000]", 10_000, 2);
        var command = new Command("events", "Frames per second of the event engine") { nodes };
        command.SetAction((parsed, stop) =>
        {
            EventBench run = EventBench.Measure(parsed.GetValue(nodes) ?? 1000, stop);
            string speed = run.FramesPerSecond.ToString("0", CultureInfo.InvariantCulture);
            string times = string.Create(
                CultureInfo.InvariantCulture,
                $"{run.VirtualSeconds:0} virtual seconds in {run.Seconds:0.0} s of one processor");
            terminal.Output.WriteLine(
                $"bench: {run.Nodes} nodes, {run.Frames} frames, {times}: {speed} frames/s");
            return Task.FromResult(ExitCodes.Ok);
        });
        return command;
    }

    private static Command Seal(Terminal terminal)
    {
        var command = new Command("seal", "Cost of sealed datagrams and of handshakes");
        command.SetAction(_ =>
        {
            foreach (int bytes in (int[])[22, 200, Limits.FrameBytes])
            {
                SealBench run = SealBench.Measure(bytes);
                terminal.Output.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"bench: frame of {bytes} bytes sealed and opened in "
                    + $"{run.FrameNanoseconds:0} ns; {run.Handshakes:0} handshakes/s of one core"));
            }

            return ExitCodes.Ok;
        });
        return command;
    }

    private static Command Gossip(Terminal terminal)
    {
        var sizes = new Option<int[]>("--sizes")
        {
            Description = "Nodes, with commas between [10000,100000,1000000]",
            HelpName = "N,N,...",
            CustomParser = result =>
            {
                string[] words = result.Tokens[^1].Value.Split(',');
                int[] numbers = [.. words.Select(word => int.TryParse(
                    word, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
                    ? number
                    : 0)];
                if (numbers.All(number => number is >= 100 and <= MaxNodes))
                    return numbers;
                result.AddError($"--sizes: use whole numbers from 100 to {MaxNodes}");
                return [];
            },
        };
        var threads = CliOption.Count(
            "--threads", "Threads that share a cycle, raced against one [1]",
            CycleOptions.MaxThreads, 1);
        var output = CliOption.Choice("-o", "How to show it", ["table", "json"]);
        var command = new Command(
            "gossip", "Time of a node's gossip cycle, for every code path and several sizes")
        {
            sizes, threads, output,
        };
        command.SetAction((parsed, stop) =>
        {
            int[] asked = parsed.GetValue(sizes) is { Length: > 0 } some ? some : DefaultSizes;
            (CodePath Path, int Nodes)[] cases =
            [
                .. asked.SelectMany(_ => CodePaths.Supported.Reverse(), (nodes, path) =>
                    (path, nodes)),
            ];
            double bandwidth = MemoryBandwidth.Measure();
            GossipBenchRow[] rows = SimProgress.Show(
                terminal, "bench", cases.Length, progress => cases.Select(one =>
                {
                    GossipBenchRow row = GossipBench.Measure(
                        one.Path, one.Nodes, parsed.GetValue(threads) ?? 1, stop);
                    progress.Ran(0, TimeSpan.Zero);
                    return row;
                }).ToArray());
            Show(terminal, rows, bandwidth, parsed.GetValue(output) == "json");
            return Task.FromResult(ExitCodes.Ok);
        });
        return command;
    }

    private static void Show(
        Terminal terminal, GossipBenchRow[] rows, double bandwidth, bool isJson)
    {
        if (isJson)
        {
            terminal.Output.WriteLine(Json(rows, bandwidth));
            return;
        }

        var table = new TextTable(
            "PATH", "NODES", "NS/NODE-CYCLE", "BYTES/NODE", "GB/S TOUCHED", "OF MEMORY",
            "THREADS", "SPEED-UP");
        foreach (GossipBenchRow row in rows)
        {
            table.Row(
                $"{row.Path}",
                Figures.Whole(row.Nodes),
                row.Nanoseconds.ToString("0.0", CultureInfo.InvariantCulture),
                row.BytesPerNode.ToString(CultureInfo.InvariantCulture),
                (row.BytesPerSecond / 1e9).ToString("0.00", CultureInfo.InvariantCulture),
                (100 * row.BytesPerSecond / bandwidth).ToString(
                    "0", CultureInfo.InvariantCulture) + " %",
                row.Threads.ToString(CultureInfo.InvariantCulture),
                row.SpeedUp.ToString("0.00", CultureInfo.InvariantCulture));
        }

        table.WriteTo(terminal);
        string speed = (bandwidth / 1e9).ToString("0.00", CultureInfo.InvariantCulture);
        terminal.Output.WriteLine();
        terminal.Output.WriteLine($"memory read in order by one thread: {speed} GB/s; small " +
            "tables stay in caches and may exceed it");
    }

    private static string Json(GossipBenchRow[] rows, double bandwidth) => JsonText.Write(json =>
    {
        json.WriteStartObject();
        json.WriteNumber("memoryBytesPerSecond", Math.Round(bandwidth));
        json.WriteStartArray("rows");
        foreach (GossipBenchRow row in rows)
        {
            json.WriteStartObject();
            json.WriteString("path", $"{row.Path}");
            json.WriteNumber("nodes", row.Nodes);
            json.WriteNumber("nanosecondsPerNodeCycle", Math.Round(row.Nanoseconds, 2));
            json.WriteNumber("bytesPerNode", row.BytesPerNode);
            json.WriteNumber("bytesPerSecond", Math.Round(row.BytesPerSecond));
            json.WriteNumber("threads", row.Threads);
            json.WriteNumber("speedUp", Math.Round(row.SpeedUp, 3));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    });
}
