using System.CommandLine;
using System.Net;
using P2PCS.Host.Agent;
using P2PCS.Membership.Admission;

namespace P2PCS.Host.Cli.Commands;

/// <summary><c>p2pcs up</c>: runs a peer agent until it is asked to stop.</summary>
internal static class UpCommand
{
    // What tokens of any version begin with.
    private const string TokenStart = "p2pcs";

    private static readonly IPEndPoint DefaultListen = new(IPAddress.Loopback, 7400);
    private static readonly IPEndPoint DefaultApi = new(IPAddress.Loopback, 7401);

    public static Command Build(Terminal terminal, ClientOptions options)
    {
        var listen = CliOption.Endpoint(
            "--listen",
            "Where it listens to other peers; port 0 picks a free one [127.0.0.1:7400]",
            NetworkEndpoint.TryParse);
        var advertise = CliOption.Endpoint(
            "--advertise",
            "Where others reach it, behind a translating router or with --listen 0.0.0.0:PORT",
            NetworkEndpoint.TryParseAddress);
        var api = CliOption.Endpoint(
            "--api",
            "Where its REST facade listens; port 0 picks one [127.0.0.1:7401]",
            NetworkEndpoint.TryParseLoopback);
        var open = new Option<bool>("--open")
        {
            Description = "Found a cloud that admits anybody who has its token",
        };
        var discover = new Option<bool>("--discover")
        {
            Description = "Find peers of its cloud on the local network, and be found there",
        };
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
            listen, advertise, api, join, open, discover, profile, unsandboxed, cpu, mem,
        };
        var machine = new MachineOptions(command);
        command.SetAction((parsed, stop) =>
        {
            JoinWords words = parsed.GetValue(join) ?? new JoinWords(null, []);
            var agent = new AgentOptions(
                options.DataDirectory(parsed),
                parsed.GetValue(listen) ?? DefaultListen,
                parsed.GetValue(api) ?? DefaultApi,
                words.Contacts,
                parsed.GetValue(profile)!,
                parsed.GetValue(unsandboxed),
                parsed.GetValue(cpu),
                parsed.GetValue(mem))
            {
                Token = words.Token,
                Open = parsed.GetValue(open),
                Discover = parsed.GetValue(discover),
                Advertise = parsed.GetValue(advertise),
                Words = machine.Read(parsed),
            };
            return PeerAgent.RunAsync(agent, terminal.Output, stop);
        });
        return command;
    }

    private static Option<JoinWords?> Join() => new("--join")
    {
        Description = "A token that admits to a cloud, or, for a member, a peer to find it by;"
            + " may be given several times; @FILE reads the token from a file, - from standard"
            + " input, which keeps it out of the process list",
        HelpName = "TOKEN|@FILE|-|ADDR:PORT",
        Arity = ArgumentArity.OneOrMore,
        CustomParser = result =>
        {
            var contacts = new List<IPEndPoint>();
            InviteToken? token = null;
            foreach (string word in result.Tokens.Select(found => found.Value))
            {
                string? error = word == "-" || word.StartsWith('@')
                    ? ReadSource(word, ref token)
                    : word.StartsWith(TokenStart, StringComparison.Ordinal)
                        ? ReadToken(word, ref token)
                        : ReadContact(word, contacts);
                if (error is not null) result.AddError($"--join: {error}");
            }

            return new JoinWords(token, contacts);
        },
    };

    private static string? ReadSource(string word, ref InviteToken? token)
    {
        try
        {
            string text = word == "-" ? Console.In.ReadToEnd() : File.ReadAllText(word[1..]);
            return ReadToken(text.Trim(), ref token);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return $"cannot read {word[1..]}: {refused.Message.TrimEnd('.')}";
        }
    }

    // A token is a secret: no message repeats it.
    private static string? ReadToken(string word, ref InviteToken? token)
    {
        if (token is not null)
            return "one token at a time: a peer is a member of one cloud";
        return InviteToken.TryParse(word, out token)
            ? null
            : "this token is damaged: a letter is missing or changed; copy the whole line";
    }

    private static string? ReadContact(string word, List<IPEndPoint> contacts)
    {
        string? error = NetworkEndpoint.TryParse(word, out IPEndPoint? endpoint);
        if (endpoint is { Port: 0 })
            error = $"'{word}': no peer is reached at port 0";
        if (error is null)
            contacts.Add(endpoint!);
        return error;
    }

    private sealed record JoinWords(InviteToken? Token, IReadOnlyList<IPEndPoint> Contacts);
}
