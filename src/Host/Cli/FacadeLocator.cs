using System.Text.Json;

namespace P2PCS.Host.Cli;

/// <summary>
/// Finds the facade to talk to: <c>--facade</c>, else <c>--data</c>, else <c>P2PCS_FACADE</c>,
/// else the data directory of <c>P2PCS_DATA</c>, else the user's own one.
/// </summary>
public static class FacadeLocator
{
    /// <summary>Finds the facade; reads at most <c>peer.json</c> and <c>token</c>.</summary>
    /// <param name="choice">What the command line says.</param>
    /// <param name="variable">Reads an environment variable.</param>
    /// <returns>An address that may still not answer.</returns>
    /// <exception cref="CliException">No peer serves there; the hint says what to do.</exception>
    public static FacadeAddress Find(FacadeChoice choice, Func<string, string?> variable)
    {
        ArgumentNullException.ThrowIfNull(choice);
        ArgumentNullException.ThrowIfNull(variable);
        if (choice.Facade is { } given) return OfUrl(given, "--facade", choice, variable);
        var fromVariable = NotEmpty(variable("P2PCS_FACADE"));
        if (choice.DataDirectory is null && fromVariable is not null)
            return OfUrl(fromVariable, "P2PCS_FACADE", choice, variable);
        return OfDirectory(DataDirectory(choice.DataDirectory, variable), choice.Token);
    }

    /// <summary>The data directory that <c>up</c> uses and clients look into.</summary>
    /// <param name="given"><c>--data</c>, or null.</param>
    /// <param name="variable">Reads an environment variable.</param>
    /// <returns>A full path; it need not exist.</returns>
    /// <exception cref="CliException">Nothing names one and there is no home.</exception>
    public static string DataDirectory(string? given, Func<string, string?> variable)
    {
        ArgumentNullException.ThrowIfNull(variable);
        var named = NotEmpty(given) ?? NotEmpty(variable("P2PCS_DATA"));
        if (named is not null) return Path.GetFullPath(named);
        var home = NotEmpty(variable("HOME"));
        if (home is not null) return Path.Combine(home, ".local", "share", "p2pcs");
        throw new CliException(
            "there is no home directory to keep a peer's files in",
            "name a directory: --data DIR, or P2PCS_DATA=DIR",
            ExitCodes.Usage);
    }

    // The token of the user's own peer is never sent to an address it was not made for.
    private static FacadeAddress OfUrl(
        string url, string origin, FacadeChoice choice, Func<string, string?> variable)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var parsed)
            || parsed.Scheme is not ("http" or "https"))
        {
            throw new CliException(
                $"{origin}: '{url}' is not a facade's address",
                "give a URL such as http://127.0.0.1:7401",
                ExitCodes.Usage);
        }

        var token = choice.Token ?? (choice.DataDirectory is { } directory
            ? ReadToken(Path.GetFullPath(directory))
            : NotEmpty(variable("P2PCS_TOKEN")));
        return new FacadeAddress(
            parsed, token, origin, "check the address, or start a peer there: p2pcs up");
    }

    private static FacadeAddress OfDirectory(string directory, string? givenToken)
    {
        var start = $"start a peer: p2pcs up --data {directory}"
            + " (or name another with --data DIR or --facade URL)";
        if (!Directory.Exists(directory))
            throw NotServing($"no peer is running: there is no directory {directory}", start);
        var path = Path.Combine(directory, "peer.json");
        if (!File.Exists(path))
            throw NotServing($"no peer is running in {directory}", start);
        var file = ReadPeerFile(path, start);
        var token = givenToken ?? ReadToken(directory);
        return new FacadeAddress(
            new Uri(file.Api!), token, $"{path}, written by process {file.Pid}", start);
    }

    private static PeerFile ReadPeerFile(string path, string start)
    {
        try
        {
            var file = JsonSerializer.Deserialize(
                File.ReadAllBytes(path), FacadeJson.Default.PeerFile);
            if (Uri.TryCreate(file?.Api, UriKind.Absolute, out _)) return file!;
            throw NotServing($"{path} names no facade", start);
        }
        catch (JsonException)
        {
            throw NotServing($"{path} is damaged: it is not JSON", start);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw NotServing($"cannot read {path}: {e.Message}", start);
        }
    }

    private static string ReadToken(string directory)
    {
        var path = Path.Combine(directory, "token");
        try
        {
            return File.ReadAllText(path).Trim();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CliException(
                $"cannot read the token {path}: {e.Message}",
                "run as the user who runs the peer, or give --token T",
                ExitCodes.Unauthenticated);
        }
    }

    private static CliException NotServing(string detail, string hint) =>
        new(detail, hint, ExitCodes.Unreachable);

    private static string? NotEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
