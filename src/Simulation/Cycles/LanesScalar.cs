using System.Runtime.CompilerServices;

namespace P2PCS.Simulation.Cycles;

/// <summary>No vector registers at all: what runs everywhere.</summary>
internal readonly struct LanesScalar : ILanes, IRowSearch
{
    public static bool KeepsPlaces => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Oldest<TShape>(ref byte row)
        where TShape : struct, IRowShape =>
        OldestPlace.ByScalars<TShape>(
            ref RowMemory.At<ushort>(ref row, RowShape.Ages(TShape.Capacity)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsAnyIn<TShape>(ref int eight, int also, ref int names)
        where TShape : struct, IRowShape =>
        Overlap.InScalars<TShape>(ref eight, also, ref names);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AreApart<TShape>(scoped in RowStep step, ref int names, ref int others)
        where TShape : struct, IRowShape =>
        step.Marks.AreApart<TShape>(step.Active, ref names, ref others);

    public static void Choose<TShape>(ref StepBlock block, ulong key, int count)
        where TShape : struct, IRowShape =>
        SampleChoice.ByScalars(ref block, key, TShape.Capacity, count);

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static bool TryStep<TShape>(scoped in RowStep step)
        where TShape : struct, IRowShape =>
        SharedStep.TryRun<LanesScalar, TShape>(
            step, Oldest<TShape>(ref step.ActiveRow<TShape>()));

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static bool TryStep<TShape>(scoped in RowStep step, int place)
        where TShape : struct, IRowShape =>
        SharedStep.TryRun<LanesScalar, TShape>(step, place);
}
