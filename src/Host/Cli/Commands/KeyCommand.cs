using System.CommandLine;

namespace P2PCS.Host.Cli.Commands;

/// <summary><c>p2pcs key rotate</c>.</summary>
internal static class KeyCommand
{
    public static Command Build(Terminal terminal, ClientOptions options)
    {
        var rotate = new Command(
            "rotate", "Give the cloud a new key, at the peer that has its root key");
        rotate.SetAction(async (parsed, stop) =>
        {
            using var client = options.Connect(parsed);
            uint made = (await client.RotateKeyAsync(stop)).Body.Generation;
            terminal.Output.WriteLine($"the cloud's key is now of generation {made}");
            terminal.Error.WriteLine(
                $"note: members get it from each other; generation {made - 1} is accepted until "
                    + "the next change, for those who are away, and no older one");
            return ExitCodes.Ok;
        });
        return new Command("key", "Change the secret that all members have") { rotate };
    }
}
