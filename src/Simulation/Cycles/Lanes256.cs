using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace P2PCS.Simulation.Cycles;

/// <summary>AVX2: eight names at a time are sought in a row.</summary>
internal readonly struct Lanes256 : ILanes, IRowSearch
{
    public static bool IsSupported => Avx2.IsSupported;

    public static bool KeepsPlaces => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Oldest<TShape>(ref byte row)
        where TShape : struct, IRowShape =>
        OldestPlace.ByMinHorizontal<TShape>(
            ref RowMemory.At<ushort>(ref row, RowShape.Ages(TShape.Capacity)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsAnyIn<TShape>(ref int eight, int also, ref int names)
        where TShape : struct, IRowShape =>
        Overlap.In256<TShape>(Vector256.LoadUnsafe(ref eight), also, ref names);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AreApart<TShape>(scoped in RowStep step, ref int names, ref int others)
        where TShape : struct, IRowShape =>
        Overlap.AreApart256<TShape>(step.Active, ref names, ref others);

    public static void Choose<TShape>(ref StepBlock block, ulong key, int count)
        where TShape : struct, IRowShape =>
        SampleChoice.By256(ref block, key, TShape.Capacity, count);

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static bool TryStep<TShape>(scoped in RowStep step)
        where TShape : struct, IRowShape =>
        SharedStep.TryRun<Lanes256, TShape>(
            step, Oldest<TShape>(ref step.ActiveRow<TShape>()));

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static bool TryStep<TShape>(scoped in RowStep step, int place)
        where TShape : struct, IRowShape =>
        SharedStep.TryRun<Lanes256, TShape>(step, place);
}
