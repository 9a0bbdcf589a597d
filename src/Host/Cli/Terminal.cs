namespace P2PCS.Host.Cli;

/// <summary>Where a command writes, and what it may ask of its surroundings.</summary>
/// <param name="Output">Text for the caller.</param>
/// <param name="Error">Text about what went wrong.</param>
/// <param name="OutputBytes">The same as <paramref name="Output"/>, as unbuffered bytes.</param>
/// <param name="ErrorBytes">The same as <paramref name="Error"/>, as unbuffered bytes.</param>
/// <param name="IsInteractive">Whether a person watches the output: tables and bars.</param>
/// <param name="Variable">Reads an environment variable; null where it is not set.</param>
public sealed record Terminal(
    TextWriter Output,
    TextWriter Error,
    Stream OutputBytes,
    Stream ErrorBytes,
    bool IsInteractive,
    Func<string, string?> Variable)
{
    /// <summary>The terminal, pipes and environment of this process.</summary>
    /// <returns>Never null; the streams live as long as the process.</returns>
    public static Terminal OfProcess() => new(
        Console.Out,
        Console.Error,
        Console.OpenStandardOutput(),
        Console.OpenStandardError(),
        !Console.IsOutputRedirected,
        Environment.GetEnvironmentVariable);
}
