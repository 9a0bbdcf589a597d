using System.Runtime.CompilerServices;

namespace P2PCS.Simulation.Cycles;

/// <summary>What a step needs: the table's first byte, who starts, and what both sample.
/// </summary>
internal readonly ref struct RowStep
{
    public readonly ref byte First;
    public readonly int Active;
    public readonly uint ActivePlaces;
    public readonly uint PassivePlaces;

    public RowStep(ref byte first, int active, uint activePlaces, uint passivePlaces)
    {
        First = ref first;
        Active = active;
        ActivePlaces = activePlaces;
        PassivePlaces = passivePlaces;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref byte ActiveRow<TShape>()
        where TShape : struct, IRowShape =>
        ref RowMemory.Row(ref First, Active, RowShape.Stride(TShape.Capacity));
}
