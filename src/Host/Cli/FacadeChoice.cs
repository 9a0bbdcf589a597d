namespace P2PCS.Host.Cli;

/// <summary>What the command line says about the facade to talk to; null where nothing.</summary>
/// <param name="Facade"><c>--facade</c>.</param>
/// <param name="Token"><c>--token</c>.</param>
/// <param name="DataDirectory"><c>--data</c>.</param>
public sealed record FacadeChoice(
    string? Facade = null, string? Token = null, string? DataDirectory = null);
