using P2PCS.Protocol;

namespace P2PCS.Membership.Charter;

/// <summary>How many statements may be verified, whoever sent them. One owner.</summary>
/// <param name="perSecond">In a second, and at once.</param>
internal sealed class CheckBudget(int perSecond)
{
    private double spent;
    private Instant at;

    /// <summary>Whether another may be.</summary>
    public bool MayCheck(Instant now)
    {
        spent = Math.Max(0, spent - (Math.Max(0, (now - at).TotalSeconds) * perSecond));
        at = now;
        return spent < perSecond;
    }

    /// <summary>Another was.</summary>
    public void Checked() => spent++;
}
