using System.Runtime.CompilerServices;

namespace P2PCS.Simulation.Cycles;

/// <summary>Where the oldest entries of the next few rows are, found when their partners' rows
/// were asked for; zeros mean that nothing is known.</summary>
[InlineArray(Length)]
internal struct FoundPlaces
{
    private const int Length = 16;
    private byte first;

    /// <summary>Notes a place; a negative one is unknown.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Put(int node, int place) => this[node & (Length - 1)] = (byte)(place + 1);

    /// <summary>The place, or -1 if it is unknown.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int At(int node) => this[node & (Length - 1)] - 1;

    /// <summary>The row is about to change.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Forget(int node) => this[node & (Length - 1)] = 0;
}
