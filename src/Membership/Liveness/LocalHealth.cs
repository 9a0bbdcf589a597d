namespace P2PCS.Membership.Liveness;

/// <summary>
/// How well this node itself keeps up: one that misses answers because it is slow or cut off asks
/// more slowly and waits longer before it blames others.
/// </summary>
/// <remarks>
/// Source: Dadgar, Phillips, Currey, "Lifeguard", arXiv 1707.00788, section IV.A (local health
/// multiplier), 0 to 8 as there.
/// </remarks>
/// <param name="isMinded">Whether it has any effect; else it is always well.</param>
public sealed class LocalHealth(bool isMinded)
{
    /// <summary>Worst score.</summary>
    public const int Worst = 8;

    /// <summary>From 0, healthy, to <see cref="Worst"/>.</summary>
    public int Score { get; private set; }

    /// <summary>By how much periods and timeouts are stretched.</summary>
    public int Factor => Score + 1;

    /// <summary>A probe was answered.</summary>
    public void Better() => Score = Math.Max(0, Score - 1);

    /// <summary>A sign that this node is the slow one.</summary>
    public void Worse() => Score = isMinded ? Math.Min(Worst, Score + 1) : 0;
}
