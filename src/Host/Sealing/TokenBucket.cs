using P2PCS.Protocol;

namespace P2PCS.Host.Sealing;

/// <summary>So many per second, and so many at once.</summary>
/// <param name="rate">Tokens per second.</param>
/// <param name="burst">Tokens it holds at the most, and at first.</param>
public sealed class TokenBucket(double rate, double burst)
{
    private double spent;
    private Instant filled;

    /// <summary>Takes tokens; false, with none taken, where there are too few.</summary>
    /// <param name="now">The moment.</param>
    /// <param name="cost">How many.</param>
    /// <param name="keep">How many must be left over for others.</param>
    public bool TryTake(Instant now, double cost = 1, double keep = 0)
    {
        spent = Math.Max(0, spent - (rate * (now - filled).TotalSeconds));
        filled = now;
        if (spent > burst - cost - keep)
            return false;
        spent += cost;
        return true;
    }

    /// <summary>Gives one token back.</summary>
    public void Return() => spent = Math.Max(0, spent - 1);
}
