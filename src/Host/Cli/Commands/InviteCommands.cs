using System.CommandLine;
using System.Globalization;
using P2PCS.Host.Rest.Bodies;

namespace P2PCS.Host.Cli.Commands;

/// <summary><c>p2pcs invite create|list|revoke</c>.</summary>
internal static class InviteCommands
{
    public static Command Build(Terminal terminal, ClientOptions options) =>
        new("invite", "Admit peers to the cloud by tokens")
        {
            Create(terminal, options), List(terminal, options), Revoke(terminal, options),
        };

    private static Command Create(Terminal terminal, ClientOptions options)
    {
        var ttl = new Option<string?>("--ttl")
        {
            Description = "How long it admits [24h]",
            HelpName = "T",
        };
        var role = CliOption.Choice(
            "--role", "What the admitted may do [peer]", ["peer", "customer", "admin"]);
        var uses = CliOption.Count(
            "--uses", "How many peers it admits, 0 for any number [1]", ushort.MaxValue, min: 0);
        var command = new Command("create", "Make an invite and print its token")
        {
            ttl, role, uses,
        };
        command.SetAction(async (parsed, stop) =>
        {
            using var client = options.Connect(parsed);
            bool chosen = parsed.GetResult(role) is { Implicit: false };
            var request = new InviteRequest(
                parsed.GetValue(ttl),
                chosen ? parsed.GetValue(role) : null,
                parsed.GetValue(uses));
            InviteBody made = (await client.InviteAsync(request, stop)).Body;

            // The token alone on standard output: TOKEN=$(p2pcs invite create) works.
            terminal.Output.WriteLine(made.Token);
            terminal.Error.WriteLine(
                $"note: {made.Id} admits {Count(made.Uses)} as {made.Role} until "
                    + $"{Show.Time(made.ExpiresAt)}; whoever has the token may use it");
            return ExitCodes.Ok;
        });
        return command;
    }

    private static Command List(Terminal terminal, ClientOptions options)
    {
        var command = new Command("list", "List the invites made at this peer");
        var output = new OutputOption(terminal, command);
        command.SetAction(async (parsed, stop) =>
        {
            using var client = options.Connect(parsed);
            output.Show(parsed, await client.InvitesAsync(stop), Table);
            return ExitCodes.Ok;
        });
        return command;
    }

    private static Command Revoke(Terminal terminal, ClientOptions options)
    {
        var id = new Argument<string>("id") { Description = "The invite's id" };
        var withPeers = new Option<bool>("--with-peers")
        {
            Description = "Those it admitted have to go too",
        };
        var command = new Command("revoke", "Revoke an invite; those it admitted stay")
        {
            id, withPeers,
        };
        command.SetAction(async (parsed, stop) =>
        {
            using var client = options.Connect(parsed);
            var revoked = await client.RevokeInviteAsync(
                parsed.GetValue(id)!, parsed.GetValue(withPeers), stop);
            terminal.Output.WriteLine($"revoked {revoked.Body.Id}");
            return ExitCodes.Ok;
        });
        return command;
    }

    private static TextTable Table(InviteBody[] invites)
    {
        var table = new TextTable("ID", "STATE", "ROLE", "USED", "OF", "ADMITS UNTIL");
        foreach (InviteBody invite in invites)
        {
            table.Row(
                invite.Id,
                invite.State,
                invite.Role,
                invite.Used.ToString(CultureInfo.InvariantCulture),
                invite.Uses == 0 ? "any" : invite.Uses.ToString(CultureInfo.InvariantCulture),
                Show.Time(invite.ExpiresAt));
        }

        return table;
    }

    private static string Count(int uses) => uses switch
    {
        0 => "any number of peers",
        1 => "one peer",
        _ => $"{uses} peers",
    };
}
