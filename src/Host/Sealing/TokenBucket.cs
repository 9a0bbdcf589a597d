using P2PCS.Protocol;

namespace P2PCS.Host.Sealing;

/// <summary>So many per second, and so many at once.</summary>
/// <param name="rate">Tokens per second.</param>
/// <param name="burst">Tokens it holds at the most, and at first.</param>
public sealed class TokenBucket(double rate, double burst)
{
    private double spent;
    private Instant filled;

    /// <summary>Takes one token; false where there is none.</summary>
    public bool TryTake(Instant now)
    {
        spent = Math.Max(0, spent - (rate * (now - filled).TotalSeconds));
        filled = now;
        if (spent > burst - 1)
            return false;
        spent++;
        return true;
    }
}
