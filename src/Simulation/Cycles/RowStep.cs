using System.Runtime.CompilerServices;

namespace P2PCS.Simulation.Cycles;

/// <summary>What a step needs: the table's first byte, who starts, what both sample, and the
/// thread's marks.</summary>
internal readonly ref struct RowStep
{
    public readonly ref byte First;
    public readonly int Active;
    public readonly uint ActivePlaces;
    public readonly uint PassivePlaces;

    public readonly NameMarks Marks;

    public RowStep(ref byte first, NameMarks marks, in StepBlock block, int i)
    {
        First = ref first;
        Marks = marks;
        Active = block.Names[i];
        ActivePlaces = block.ActivePlaces[i];
        PassivePlaces = block.PassivePlaces[i];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref byte ActiveRow<TShape>()
        where TShape : struct, IRowShape =>
        ref RowMemory.Row(ref First, Active, RowShape.Stride(TShape.Capacity));
}
