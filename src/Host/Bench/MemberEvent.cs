namespace P2PCS.Host.Bench;

/// <summary>What a member wrote down about another.</summary>
/// <param name="Name">The other's name.</param>
/// <param name="Alive">Whether it is there now; else it failed or left.</param>
internal readonly record struct MemberEvent(string Name, bool Alive);
