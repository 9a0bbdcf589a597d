namespace P2PCS.Host.Streams;

/// <summary>Another peer than the expected one answered at an address; nothing was sent to it.
/// </summary>
public sealed class PeerIdentityMismatchException : HttpRequestException
{
    /// <summary>Says who was expected where, and who was there.</summary>
    /// <param name="target">The expected peer.</param>
    /// <param name="actual">Id of the one that answered, 64 hex digits; null when its certificate
    /// carries no P-256 key.</param>
    public PeerIdentityMismatchException(StreamTarget target, string? actual)
        : base(HttpRequestError.SecureConnectionError, Describe(target, actual))
    {
        Expected = target.PeerId;
        Actual = actual;
    }

    /// <summary>The expected id, 64 hex digits.</summary>
    public string Expected { get; }

    /// <summary>The id of the one that answered, 64 hex digits; null without a usable key.
    /// </summary>
    public string? Actual { get; }

    private static string Describe(StreamTarget target, string? actual) =>
        $"Expected {target}, but {(actual is null ? "a stranger" : $"peer {actual[..16]}")} " +
        "answered there; the connection was refused.";
}
