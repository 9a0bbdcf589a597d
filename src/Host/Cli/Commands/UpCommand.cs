using System.CommandLine;
using System.Net;
using P2PCS.Host.Agent;

namespace P2PCS.Host.Cli.Commands;

/// <summary><c>p2pcs up</c>: runs a peer agent until it is asked to stop.</summary>
internal static class UpCommand
{
    private static readonly IPEndPoint DefaultListen = new(IPAddress.Loopback, 7400);
    private static readonly IPEndPoint DefaultApi = new(IPAddress.Loopback, 7401);

    public static Command Build(Terminal terminal, ClientOptions options)
    {
        var listen = CliOption.Endpoint(
            "--listen", "Where other peers reach it; port 0 picks a free one [127.0.0.1:7400]");
        var api = CliOption.Endpoint(
            "--api", "Where its REST facade listens; port 0 picks one [127.0.0.1:7401]");
        var join = Join();
        var profile = CliOption.Choice(
            "--profile", "The gossip's pace [lan]", ["lan", "local", "wan"]);
        var unsandboxed = new Option<bool>("--allow-unsandboxed")
        {
            Description = "Run tasks even where no sandbox works: they can do all you can",
        };
        var cpu = CliOption.Cores("--cpu", "Cores to offer [the machine's]");
        var mem = CliOption.Size("--mem", "Memory to offer [the machine's]");
        var command = new Command("up", "Start a peer agent and serve until stopped")
        {
            listen, api, join, profile, unsandboxed, cpu, mem,
        };
        command.SetAction((parsed, stop) =>
        {
            var agent = new AgentOptions(
                options.DataDirectory(parsed),
                parsed.GetValue(listen) ?? DefaultListen,
                parsed.GetValue(api) ?? DefaultApi,
                parsed.GetValue(join) ?? [],
                parsed.GetValue(profile)!,
                parsed.GetValue(unsandboxed),
                parsed.GetValue(cpu),
                parsed.GetValue(mem));
            return PeerAgent.RunAsync(agent, terminal.Output, stop);
        });
        return command;
    }

    private static Option<IPEndPoint[]> Join() => new("--join")
    {
        Description = "A peer to find the cloud by; may be given several times",
        HelpName = "ADDR:PORT",
        CustomParser = result =>
        {
            var endpoints = new List<IPEndPoint>();
            foreach (var token in result.Tokens)
            {
                var error = LoopbackEndpoint.TryParse(token.Value, out var endpoint);
                if (endpoint is { Port: 0 })
                    error = $"'{token.Value}': no peer is reached at port 0";
                if (error is not null) result.AddError($"--join: {error}");
                else endpoints.Add(endpoint!);
            }

            return [.. endpoints];
        },
    };
}
