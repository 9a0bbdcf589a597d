using System.Numerics;
using System.Runtime.CompilerServices;

namespace P2PCS.Simulation.Cycles;

/// <summary>
/// The step of the paths without byte permutations: both rows are copied, and written anew out of
/// the copies.
/// </summary>
internal static class SharedStep
{
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryRun<TLanes, TShape>(scoped in RowStep step, int place)
        where TLanes : struct, ILanes, IRowSearch
        where TShape : struct, IRowShape
    {
        int capacity = TShape.Capacity;
        int last = capacity - 1;
        ref byte active = ref step.ActiveRow<TShape>();
        ref int names = ref RowMemory.At<int>(ref active, 0);
        ref ushort ages = ref RowMemory.At<ushort>(ref active, RowShape.Ages(capacity));
        if (Unsafe.Add(ref names, last) < 0 || Unsafe.Add(ref ages, place) >= ILanes.AgeLimit)
            return false;
        ref byte passive = ref RowMemory.Row(
            ref step.First, Unsafe.Add(ref names, place), RowShape.Stride(capacity));
        ref int theirNames = ref RowMemory.At<int>(ref passive, 0);
        ref ushort theirAges = ref RowMemory.At<ushort>(ref passive, RowShape.Ages(capacity));
        if (Unsafe.Add(ref theirNames, last) < 0
            || (!TLanes.AreApart<TShape>(step, ref names, ref theirNames)
                && IsAnyCommon<TLanes, TShape>(step, place, ref names, ref theirNames)))
        {
            return false;
        }

        Unsafe.SkipInit(out RowCopy mine);
        Unsafe.SkipInit(out RowCopy theirs);
        mine.Take<TShape>(ref active);
        theirs.Take<TShape>(ref passive);
        mine.Put<TShape>(place, last);
        uint replied = step.PassivePlaces;
        theirNames = step.Active;
        theirAges = 0;
        mine.Write<TShape>(step.ActivePlaces, 1, ref passive, 1, ILanes.Shuffle);
        theirs.Write<TShape>(~replied, 0, ref passive, ILanes.Shuffle, capacity);
        theirs.Write<TShape>(replied, 0, ref active, last, capacity);
        theirs.Write<TShape>(replied & (replied - 1), 0, ref active, 0, ILanes.Shuffle - 1);
        mine.Write<TShape>(~step.ActivePlaces, 1, ref active, ILanes.Shuffle - 1, last);
        Estimates.Average<TShape>(ref active, ref passive);
        return true;
    }

    // Whether a name of a sample stands in the other row; only then the samples cannot just be
    // swapped.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool IsAnyCommon<TLanes, TShape>(
        scoped in RowStep step, int place, ref int names, ref int theirNames)
        where TLanes : struct, ILanes, IRowSearch
        where TShape : struct, IRowShape
    {
        int last = TShape.Capacity - 1;
        Unsafe.SkipInit(out EightNames mine);
        Unsafe.SkipInit(out EightNames theirs);
        mine[0] = step.Active;
        uint left = step.ActivePlaces;
        for (int i = 1; i < ILanes.Shuffle; i++, left &= left - 1)
        {
            int from = BitOperations.TrailingZeroCount(left);
            mine[i] = Unsafe.Add(ref names, from == place ? last : from);
        }

        left = step.PassivePlaces;
        for (int i = 0; i < ILanes.Shuffle; i++, left &= left - 1)
            theirs[i] = Unsafe.Add(ref theirNames, BitOperations.TrailingZeroCount(left));
        int partner = Unsafe.Add(ref names, place);
        Unsafe.Add(ref names, place) = Unsafe.Add(ref names, last);
        bool isAny = TLanes.IsAnyIn<TShape>(ref mine[0], int.MaxValue, ref theirNames)
            || TLanes.IsAnyIn<TShape>(ref theirs[0], step.Active, ref names);
        Unsafe.Add(ref names, place) = partner;
        return isAny;
    }

    [InlineArray(ILanes.Shuffle)]
    private struct EightNames
    {
        private int first;
    }
}
