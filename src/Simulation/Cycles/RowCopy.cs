using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace P2PCS.Simulation.Cycles;

/// <summary>A row as it was before an exchange.</summary>
[InlineArray(3)]
internal struct RowCopy
{
    private Line first;

    /// <summary>Copies a row of at most three cache lines.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Take<TShape>(ref byte row)
        where TShape : struct, IRowShape
    {
        this[0] = RowMemory.At<Line>(ref row, 0);
        this[1] = RowMemory.At<Line>(ref row, Line.Bytes);
        if (RowShape.Stride(TShape.Capacity) > 2 * Line.Bytes)
            this[2] = RowMemory.At<Line>(ref row, 2 * Line.Bytes);
    }

    /// <summary>Overwrites one entry by another.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Put<TShape>(int place, int from)
        where TShape : struct, IRowShape
    {
        ref int names = ref Unsafe.As<Line, int>(ref this[0]);
        ref ushort ages = ref Unsafe.As<int, ushort>(ref Unsafe.Add(ref names, TShape.Capacity));
        Unsafe.Add(ref names, place) = Unsafe.Add(ref names, from);
        Unsafe.Add(ref ages, place) = Unsafe.Add(ref ages, from);
    }

    /// <summary>Writes the entries of a mask side by side into a row.</summary>
    /// <param name="places">The mask; one place for each entry to write.</param>
    /// <param name="older">Cycles that their ages grow by.</param>
    /// <param name="row">The row.</param>
    /// <param name="from">The first place to write.</param>
    /// <param name="end">The place after the last one.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Write<TShape>(uint places, int older, ref byte row, int from, int end)
        where TShape : struct, IRowShape
    {
        ref int names = ref Unsafe.As<Line, int>(ref this[0]);
        ref ushort ages = ref Unsafe.As<int, ushort>(ref Unsafe.Add(ref names, TShape.Capacity));
        ref int toNames = ref RowMemory.At<int>(ref row, 0);
        ref ushort toAges = ref RowMemory.At<ushort>(ref row, RowShape.Ages(TShape.Capacity));
        nuint to = (uint)from;
        if (((end - from) & 1) != 0)
        {
            nuint place = (uint)BitOperations.TrailingZeroCount(places);
            places &= places - 1;
            Unsafe.Add(ref toNames, to) = Unsafe.Add(ref names, place);
            Unsafe.Add(ref toAges, to) = (ushort)(Unsafe.Add(ref ages, place) + older);
            to++;
        }

        for (; to < (uint)end; to += 2)
        {
            nuint place = (uint)BitOperations.TrailingZeroCount(places);
            places &= places - 1;
            nuint next = (uint)BitOperations.TrailingZeroCount(places);
            places &= places - 1;
            Unsafe.Add(ref toNames, to) = Unsafe.Add(ref names, place);
            Unsafe.Add(ref toNames, to + 1) = Unsafe.Add(ref names, next);
            Unsafe.Add(ref toAges, to) = (ushort)(Unsafe.Add(ref ages, place) + older);
            Unsafe.Add(ref toAges, to + 1) = (ushort)(Unsafe.Add(ref ages, next) + older);
        }
    }

    [StructLayout(LayoutKind.Sequential, Size = Bytes)]
    internal struct Line
    {
        public const int Bytes = 64;
    }
}
