using System.CommandLine;

namespace P2PCS.Host.Cli;

/// <summary>The options that say which facade to talk to, before or after any command.</summary>
internal sealed class ClientOptions
{
    private readonly Option<string?> facade = new("--facade")
    {
        Description = "The facade's URL (else P2PCS_FACADE, else the data directory's peer)",
        HelpName = "URL",
        Recursive = true,
    };

    private readonly Option<string?> token = new("--token")
    {
        Description = "The facade's bearer token (else P2PCS_TOKEN, else the data directory's)",
        HelpName = "T",
        Recursive = true,
    };

    private readonly Option<string?> data = new("--data")
    {
        Description = "The peer's data directory (else P2PCS_DATA, else ~/.local/share/p2pcs)",
        HelpName = "DIR",
        Recursive = true,
    };

    private readonly Terminal terminal;

    public ClientOptions(Terminal terminal) => this.terminal = terminal;

    public void AddTo(Command root)
    {
        root.Add(facade);
        root.Add(token);
        root.Add(data);
    }

    public FacadeClient Connect(ParseResult parsed)
    {
        var choice = new FacadeChoice(
            parsed.GetValue(facade), parsed.GetValue(token), parsed.GetValue(data));
        return new FacadeClient(FacadeLocator.Find(choice, terminal.Variable));
    }

    public string DataDirectory(ParseResult parsed) =>
        FacadeLocator.DataDirectory(parsed.GetValue(data), terminal.Variable);
}
