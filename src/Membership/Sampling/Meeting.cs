namespace P2PCS.Membership.Sampling;

/// <summary>Who meets whom in one exchange, and the randomness both use.</summary>
/// <param name="Active">Name of the node that started the exchange.</param>
/// <param name="Passive">Name of its partner, already taken out of the active view.</param>
/// <param name="Length">Descriptors in a shuffle, the active node's own one included.</param>
/// <param name="ActiveDraw">Random word that chooses what the active node sends.</param>
/// <param name="PassiveDraw">Random word that chooses what the partner replies.</param>
public readonly record struct Meeting(
    int Active, int Passive, int Length, ulong ActiveDraw, ulong PassiveDraw);
