namespace P2PCS.Protocol;

/// <summary>
/// The number that every operation on a lease must show: boot epoch of the machine and a counter
/// within it. A machine never grants the same fence twice, so a stale one is always refused.
/// </summary>
/// <param name="Epoch">Boot epoch of the machine that granted it.</param>
/// <param name="Counter">Grants of that boot before and including this one; from 1.</param>
/// <remarks>Source: Kleppmann, "How to do distributed locking", 2016 (fencing tokens).</remarks>
public readonly record struct Fence(uint Epoch, uint Counter)
{
    /// <summary>Whether this is no fence.</summary>
    public bool IsNone => Counter == 0;
}
