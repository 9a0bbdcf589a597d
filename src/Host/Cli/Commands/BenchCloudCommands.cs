using System.CommandLine;
using P2PCS.Host.Bench;

namespace P2PCS.Host.Cli.Commands;

/// <summary>The parts of <c>p2pcs bench</c> that measure clusters of real processes.</summary>
internal static class BenchCloudCommands
{
    private const int PeersMax = 300;
    private static readonly string[] Profiles = ["lan", "local", "wan"];

    public static IEnumerable<Command> Build(Terminal terminal) =>
        [
            Cluster(terminal), Idle(terminal), Storm(terminal), Loss(terminal),
            Flood(terminal), Partition(terminal), BenchAllocCommand.Build(terminal),
            BenchQueryCommand.Build(terminal),
        ];

    private static Command Cluster(Terminal terminal)
    {
        var peers = Peers();
        var profile = Profile("lan");
        var kill = CliOption.Count(
            "--kill", "How many to kill; 0 kills none [a tenth]", PeersMax, 0);
        var window = CliOption.Time("--window", "How long to measure costs [30s]");
        var settle = CliOption.Time("--settle", "How long to wait before that [10s]");
        var of = CliOption.Choice("--of", "What to measure", ["p2pcs", "serf"]);
        var output = Output();
        var command = new Command(
            "cluster", "Start real peers, measure meeting, costs and failure detection")
        {
            peers, profile, kill, window, settle, of, output,
        };
        command.SetAction((parsed, stop) => RunAsync("cluster", terminal, parsed, output, report =>
        {
            int count = parsed.GetValue(peers) ?? 100;
            var options = new ClusterOptions(
                count,
                parsed.GetValue(profile)!,
                Math.Min(count - 1, parsed.GetValue(kill) ?? Math.Max(1, count / 10)),
                parsed.GetValue(window) ?? TimeSpan.FromSeconds(30))
            {
                Settle = parsed.GetValue(settle) ?? TimeSpan.FromSeconds(10),
            };
            return new ClusterBench(Program(parsed.GetValue(of)!), options, report).RunAsync(stop);
        }, stop));
        return command;
    }

    private static Command Idle(Terminal terminal)
    {
        var minutes = CliOption.Count("--minutes", "How long to watch [2]", 24 * 60);
        var profile = Profile("wan");
        var output = Output();
        var command = new Command("idle", "What an agent with nothing to do costs")
        {
            minutes, profile, output,
        };
        command.SetAction((parsed, stop) => RunAsync("idle", terminal, parsed, output, report =>
        {
            TimeSpan time = TimeSpan.FromMinutes(parsed.GetValue(minutes) ?? 2);
            return new IdleBench(parsed.GetValue(profile)!, time, report).RunAsync(stop);
        }, stop));
        return command;
    }

    private static Command Storm(Terminal terminal)
    {
        var peers = Peers();
        var profile = Profile("lan");
        var contact = new Option<bool>("--contact")
        {
            Description = "Give every restarted peer one address to come back by",
        };
        var output = Output();
        var command = new Command("storm", "Kill all peers, start all again, wait until they meet")
        {
            peers, profile, contact, output,
        };
        command.SetAction((parsed, stop) => RunAsync("storm", terminal, parsed, output, report =>
            new StormBench(
                parsed.GetValue(peers) ?? 100,
                parsed.GetValue(profile)!,
                parsed.GetValue(contact),
                report).RunAsync(stop), stop));
        return command;
    }

    private static Command Loss(Terminal terminal)
    {
        var peers = Peers();
        var profile = Profile("lan");
        var percent = CliOption.Count("--percent", "Datagrams lost of a hundred [30]", 99, 0);
        var time = CliOption.Time("--for", "How long to lose them [5m]");
        var output = Output();
        var command = new Command("loss", "Lose datagrams and see who is wrongly taken for gone")
        {
            peers, profile, percent, time, output,
        };
        command.SetAction((parsed, stop) => RunAsync("loss", terminal, parsed, output, report =>
        {
            if (LossBench.Missing is { } missing)
                throw Impossible(missing);
            var options = new ClusterOptions(
                parsed.GetValue(peers) ?? 30,
                parsed.GetValue(profile)!,
                Kill: 0,
                parsed.GetValue(time) ?? TimeSpan.FromMinutes(5));
            return new LossBench(options, parsed.GetValue(percent) ?? 30, report).RunAsync(stop);
        }, stop));
        return command;
    }

    private static Command Flood(Terminal terminal)
    {
        var peers = Peers();
        var profile = Profile("lan");
        var rate = CliOption.Count("--rate", "Forged frames per second [50000]", 1_000_000);
        var time = CliOption.Time("--for", "How long [30s]");
        var output = Output();
        var command = new Command("flood", "Send forged frames to one peer of a cloud")
        {
            peers, profile, rate, time, output,
        };
        command.SetAction((parsed, stop) => RunAsync("flood", terminal, parsed, output, report =>
        {
            var options = new ClusterOptions(
                parsed.GetValue(peers) ?? 10,
                parsed.GetValue(profile)!,
                Kill: 0,
                parsed.GetValue(time) ?? TimeSpan.FromSeconds(30));
            return new FloodBench(options, parsed.GetValue(rate) ?? 50_000, report).RunAsync(stop);
        }, stop));
        return command;
    }

    private static Command Partition(Terminal terminal)
    {
        var hosts = CliOption.Count("--hosts", "Network namespaces [10]", 100, 2);
        var peers = CliOption.Count("--peers", "Peers on each host [1]", 50);
        var profile = Profile("lan");
        var time = CliOption.Time("--for", "How long to cut [2m]");
        var output = Output();
        var command = new Command("partition", "Cut a cloud on several hosts in two and heal it")
        {
            hosts, peers, profile, time, output,
        };
        command.SetAction(async (parsed, stop) =>
        {
            if (HostLan.Missing is { } missing)
                throw Impossible(missing);
            var options = new PartitionOptions(
                parsed.GetValue(hosts) ?? 10,
                parsed.GetValue(peers) ?? 1,
                parsed.GetValue(profile)!,
                parsed.GetValue(time) ?? TimeSpan.FromMinutes(2));
            var report = new BenchReport("partition", terminal);
            bool good = await new PartitionBench(options, report).RunAsync(stop);
            report.Write(parsed.GetValue(output) == "json");
            return good ? ExitCodes.Ok : ExitCodes.Failed;
        });
        return command;
    }

    internal static Option<int?> Peers() =>
        CliOption.Count("--peers", "How many peers [100; loss 30, flood 10]", PeersMax, 2);

    internal static Option<string> Profile(string first) => CliOption.Choice(
        "--profile",
        $"The gossip's pace [{first}]",
        [first, .. Profiles.Where(name => name != first)]);

    internal static Option<string> Output() =>
        CliOption.Choice("-o", "How to show it", ["table", "json"]);

    internal static CliException Impossible(string why) => new(
        $"this cannot be measured here: {why}",
        "run it as root on Linux with iproute2 and nftables",
        ExitCodes.Failed);

    /// <summary>Runs a measurement in a network of its own where that can be had.</summary>
    internal static async Task<int> RunAsync(
        string name,
        Terminal terminal,
        ParseResult parsed,
        Option<string> output,
        Func<BenchReport, Task<bool>> measure,
        CancellationToken stop)
    {
        if (!OwnNetwork.IsOwn)
        {
            if (OwnNetwork.Missing is not { } missing)
                return await OwnNetwork.RunAgainAsync(stop);
            terminal.Error.WriteLine(
                $"{name}: {missing}: what other programs send on lo is counted too");
        }

        var report = new BenchReport(name, terminal);
        bool good = await measure(report);
        report.Write(parsed.GetValue(output) == "json");
        return good ? ExitCodes.Ok : ExitCodes.Failed;
    }

    private static IMemberProgram Program(string name)
    {
        if (name == "p2pcs")
            return new PeerProgram();
        return Tools.Missing("serf") is null
            ? new SerfProgram()
            : throw new CliException(
                "serf is not installed", "apt-get install serf", ExitCodes.Failed);
    }
}
