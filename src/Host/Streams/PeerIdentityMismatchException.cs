using P2PCS.Protocol;

namespace P2PCS.Host.Streams;

/// <summary>Another peer than the expected one answered at an address; nothing was sent to it.
/// </summary>
public sealed class PeerIdentityMismatchException : HttpRequestException
{
    /// <summary>Says who was expected where, and who was there.</summary>
    /// <param name="target">The expected peer.</param>
    /// <param name="actual">The one that answered; null when its certificate carries no P-256
    /// key.</param>
    public PeerIdentityMismatchException(StreamTarget target, PeerId? actual)
        : base(HttpRequestError.SecureConnectionError, Describe(target, actual))
    {
        Expected = target.PeerId;
        Actual = actual;
    }

    /// <summary>The expected peer.</summary>
    public PeerId Expected { get; }

    /// <summary>The one that answered; null without a usable key.
    /// </summary>
    public PeerId? Actual { get; }

    private static string Describe(StreamTarget target, PeerId? actual)
    {
        var who = actual is { } id ? $"peer {id.ToString()[..16]}" : "a stranger";
        return $"Expected {target}, but {who} answered there; the connection was refused.";
    }
}
