using System.CommandLine;
using P2PCS.Host.Bench;

namespace P2PCS.Host.Cli.Commands;

/// <summary><c>p2pcs bench alloc</c>.</summary>
internal static class BenchAllocCommand
{
    public static Command Build(Terminal terminal)
    {
        var peers = BenchCloudCommands.Peers();
        var profile = BenchCloudCommands.Profile("lan");
        var members = CliOption.Count("--members", "Machines of one subcloud [20]", 1000);
        var requests = CliOption.Count("--requests", "Subclouds to take one by one [200]", 100_000);
        var facades = CliOption.Count("--facades", "Facades that ask at once [10]", 100);
        var kills = CliOption.Count("--kills", "Members and facades to kill [5]", 100, 0);
        var window = CliOption.Time("--window", "How long to measure throughput [10s]");
        var output = BenchCloudCommands.Output();
        var command = new Command(
            "alloc", "Start real peers, measure how fast they give subclouds and replace members")
        {
            peers, profile, members, requests, facades, kills, window, output,
        };
        command.SetAction((parsed, stop) => BenchCloudCommands.RunAsync(
            "alloc", terminal, parsed, output, report =>
            {
                int count = parsed.GetValue(peers) ?? 60;
                var options = new AllocOptions(
                    count,
                    parsed.GetValue(profile)!,
                    Math.Min(parsed.GetValue(members) ?? 20, count),
                    parsed.GetValue(requests) ?? 200)
                {
                    Facades = Math.Min(parsed.GetValue(facades) ?? 10, count),
                    Kills = parsed.GetValue(kills) ?? 5,
                    Window = parsed.GetValue(window) ?? TimeSpan.FromSeconds(10),
                };
                return new AllocBench(options, report).RunAsync(stop);
            },
            stop));
        return command;
    }
}
