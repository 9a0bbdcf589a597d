using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace P2PCS.Simulation.Cycles;

/// <summary>Registers of 128 bits through portable operations: SSE on x86, AdvSimd on Arm.
/// </summary>
internal readonly struct Lanes128 : ILanes, IRowSearch
{
    public static bool IsSupported => Vector128.IsHardwareAccelerated;

    public static bool KeepsPlaces => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Oldest<TShape>(ref byte row)
        where TShape : struct, IRowShape =>
        OldestPlace.ByEquality<TShape>(
            ref RowMemory.At<ushort>(ref row, RowShape.Ages(TShape.Capacity)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsAnyIn<TShape>(ref int eight, int also, ref int names)
        where TShape : struct, IRowShape =>
        Overlap.In128<TShape>(ref eight, also, ref names);

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
        SharedStep.TryRun<Lanes128, TShape>(
            step, Oldest<TShape>(ref step.ActiveRow<TShape>()));

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static bool TryStep<TShape>(scoped in RowStep step, int place)
        where TShape : struct, IRowShape =>
        SharedStep.TryRun<Lanes128, TShape>(step, place);
}
