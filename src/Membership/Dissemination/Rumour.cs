using P2PCS.Protocol;

namespace P2PCS.Membership.Dissemination;

/// <summary>Spreading one rumour by uniform gossip, in rounds that all nodes take together.
/// </summary>
/// <remarks>
/// Source: Karp, Schindelhauer, Shenker, Vocking, "Randomized rumor spreading", FOCS 2000,
/// section 1: every node calls a random one in each round; the rumour goes both ways.
/// </remarks>
public static class Rumour
{
    /// <summary>One push-pull round: who calls or is called by a node that knew, knows.</summary>
    /// <param name="knows">Who knew before the round; shape [n], at least 2.</param>
    /// <param name="next">Receives who knows after it; shape [n].</param>
    /// <param name="rng">Randomness; n numbers are drawn.</param>
    /// <returns>How many know after the round.</returns>
    public static int PushPull(ReadOnlySpan<bool> knows, Span<bool> next, ref Rng rng)
    {
        knows.CopyTo(next);
        for (int node = 0; node < knows.Length; node++)
        {
            int called = rng.Below(knows.Length - 1);
            called += called >= node ? 1 : 0;
            bool either = knows[node] | knows[called];
            next[node] |= either;
            next[called] |= either;
        }

        return next.Count(true);
    }
}
