using System.Numerics;
using System.Runtime.CompilerServices;

namespace P2PCS.Simulation.Cycles;

/// <summary>
/// The step of the paths without byte permutations: both samples are copied out, looked up in
/// the other row, and only then the rows are moved and written.
/// </summary>
internal static class SharedStep
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryRun<TLanes, TShape>(scoped in RowStep step, int place)
        where TLanes : struct, ILanes, IRowSearch
        where TShape : struct, IRowShape
    {
        int capacity = TShape.Capacity;
        int last = capacity - 1;
        int stride = RowShape.Stride(capacity);
        ref byte active = ref RowMemory.Row(ref step.First, step.Active, stride);
        ref int names = ref RowMemory.At<int>(ref active, 0);
        ref ushort ages = ref RowMemory.At<ushort>(ref active, RowShape.Ages(capacity));
        int partner = Unsafe.Add(ref names, place);
        ushort age = Unsafe.Add(ref ages, place);
        if (Unsafe.Add(ref names, last) < 0 || age >= ILanes.AgeLimit)
            return false;
        ref byte passive = ref RowMemory.Row(ref step.First, partner, stride);
        ref int theirNames = ref RowMemory.At<int>(ref passive, 0);
        ref ushort theirAges = ref RowMemory.At<ushort>(ref passive, RowShape.Ages(capacity));
        if (Unsafe.Add(ref theirNames, last) < 0)
            return false;

        bool areApart = TLanes.AreApart<TShape>(step, ref names, ref theirNames);
        Unsafe.SkipInit(out EightEntries mine);
        Unsafe.SkipInit(out EightEntries theirs);
        uint myPlaces = step.ActivePlaces;
        uint theirPlaces = step.PassivePlaces;
        Unsafe.Add(ref names, place) = Unsafe.Add(ref names, last);
        Unsafe.Add(ref ages, place) = Unsafe.Add(ref ages, last);
        mine.Names[0] = step.Active;
        mine.Ages[0] = 0;
        mine.Copy(ref names, ref ages, myPlaces, 1);
        theirs.Copy(ref theirNames, ref theirAges, theirPlaces, 0);
        if (!areApart
            && (TLanes.IsAnyIn<TShape>(ref mine.Names[0], int.MaxValue, ref theirNames)
                || TLanes.IsAnyIn<TShape>(ref theirs.Names[0], step.Active, ref names)))
        {
            Unsafe.Add(ref names, place) = partner;
            Unsafe.Add(ref ages, place) = age;
            return false;
        }

        Close(ref names, ref ages, ~myPlaces & ((1u << last) - 1), last, 1);
        Close(ref theirNames, ref theirAges,
            ~theirPlaces & (uint)((1ul << capacity) - 1), capacity, 0);
        mine.WriteAll(ref theirNames, ref theirAges);
        Unsafe.Add(ref names, last) = theirs.Names[0];
        Unsafe.Add(ref ages, last) = theirs.Ages[0];
        theirs.WriteRest(ref names, ref ages);
        Estimates.Average<TShape>(ref active, ref passive);
        return true;
    }

    // Moves what stays to the end of the row, from the back, so that nothing is overwritten.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Close(ref int names, ref ushort ages, uint rest, int end, int older)
    {
        while (rest != 0)
        {
            int place = 31 - BitOperations.LeadingZeroCount(rest);
            rest ^= 1u << place;
            end--;
            Unsafe.Add(ref names, end) = Unsafe.Add(ref names, place);
            Unsafe.Add(ref ages, end) = (ushort)(Unsafe.Add(ref ages, place) + older);
        }
    }
}
