namespace P2PCS.Host.Cli;

/// <summary>One request to a facade.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Path">Path and query below the facade's base URL.</param>
internal sealed record FacadeCall(HttpMethod Method, string Path)
{
    /// <summary>How long an ordinary answer may take: far above what a busy peer needs.</summary>
    public static readonly TimeSpan DefaultLimit = TimeSpan.FromSeconds(30);

    /// <summary>How long one file may take on its way.</summary>
    public static readonly TimeSpan TransferLimit = TimeSpan.FromMinutes(30);

    /// <summary>The body, or null.</summary>
    public HttpContent? Content { get; init; }

    /// <summary>The idempotency key, or null.</summary>
    public string? Key { get; init; }

    /// <summary>What kind of answer is wanted, or null.</summary>
    public string? Accept { get; init; }

    /// <summary>The last event of a stream that is known already; 0 if none.</summary>
    public long LastEvent { get; init; }

    /// <summary>How long the facade may hold the answer back (<c>Prefer: wait</c>).</summary>
    public TimeSpan Wait { get; init; }

    /// <summary>How long the answer may take beyond <see cref="Wait"/>.</summary>
    public TimeSpan Limit { get; init; } = DefaultLimit;
}
