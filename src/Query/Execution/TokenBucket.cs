using P2PCS.Protocol;

namespace P2PCS.Query.Execution;

/// <summary>Tokens that grow with time up to a bound.</summary>
internal struct TokenBucket
{
    private double tokens;
    private Instant at;

    /// <summary>A full one.</summary>
    public TokenBucket(double burst, Instant now) => (tokens, at) = (burst, now);

    /// <summary>Lets them grow, and tells whether there is one to take.</summary>
    public bool Grow(Instant now, double perSecond, double burst)
    {
        tokens = Math.Min(burst, tokens + ((now - at).TotalSeconds * perSecond));
        at = now;
        return tokens >= 1;
    }

    /// <summary>Takes one; there must be one.</summary>
    public void Take() => tokens--;
}
