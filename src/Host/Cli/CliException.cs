namespace P2PCS.Host.Cli;

/// <summary>A command cannot go on: what is wrong, what to do, and the exit code.</summary>
public sealed class CliException : Exception
{
    /// <summary>Makes a failure for people to read.</summary>
    /// <param name="detail">What is wrong, in one sentence.</param>
    /// <param name="hint">What to do about it, or null.</param>
    /// <param name="exitCode">One of <see cref="ExitCodes"/>.</param>
    public CliException(string detail, string? hint, int exitCode)
        : base(detail)
    {
        Hint = hint;
        ExitCode = exitCode;
    }

    /// <summary>What to do about it, or null.</summary>
    public string? Hint { get; }

    /// <summary>What the process answers.</summary>
    public int ExitCode { get; }

    /// <summary>The problem document's <c>code</c> where a facade refused, else null.</summary>
    public string? Code { get; init; }

    /// <summary>Lines that show the place of what is wrong, or null.</summary>
    public string? Excerpt { get; init; }

    /// <summary>Whether the same request may succeed later, as the facade said.</summary>
    public bool IsRetryable { get; init; }
}
