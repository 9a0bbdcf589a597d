namespace P2PCS.Simulation.Scenarios;

/// <summary>A key and its value.</summary>
/// <param name="Key">The key.</param>
/// <param name="Offset">The key's first byte.</param>
/// <param name="Value">The value.</param>
internal sealed record ConfMember(string Key, int Offset, ConfNode Value);
