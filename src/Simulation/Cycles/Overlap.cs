using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace P2PCS.Simulation.Cycles;

/// <summary>Whether any of eight names stands in a full row, or is one more name.</summary>
/// <remarks>The vector forms keep the smallest difference to any name: 0 if two are equal.
/// </remarks>
internal static class Overlap
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool In256<TShape>(Vector256<int> eight, int also, ref int names)
        where TShape : struct, IRowShape
    {
        int capacity = TShape.Capacity;
        Vector256<uint> mine = eight.AsUInt32();
        Vector256<uint> even = mine ^ Vector256.Create((uint)also);
        Vector256<uint> odd = Vector256<uint>.AllBitsSet;
        for (int place = 0; place < capacity; place += 10)
        {
            ref uint ten = ref Unsafe.As<int, uint>(ref Unsafe.Add(ref names, place));
            even = Vector256.Min(even, mine ^ Vector256.Create(ten));
            odd = Vector256.Min(odd, mine ^ Vector256.Create(Unsafe.Add(ref ten, 1)));
            even = Vector256.Min(even, mine ^ Vector256.Create(Unsafe.Add(ref ten, 2)));
            odd = Vector256.Min(odd, mine ^ Vector256.Create(Unsafe.Add(ref ten, 3)));
            even = Vector256.Min(even, mine ^ Vector256.Create(Unsafe.Add(ref ten, 4)));
            odd = Vector256.Min(odd, mine ^ Vector256.Create(Unsafe.Add(ref ten, 5)));
            even = Vector256.Min(even, mine ^ Vector256.Create(Unsafe.Add(ref ten, 6)));
            odd = Vector256.Min(odd, mine ^ Vector256.Create(Unsafe.Add(ref ten, 7)));
            even = Vector256.Min(even, mine ^ Vector256.Create(Unsafe.Add(ref ten, 8)));
            odd = Vector256.Min(odd, mine ^ Vector256.Create(Unsafe.Add(ref ten, 9)));
        }

        return Vector256.EqualsAny(Vector256.Min(even, odd), Vector256<uint>.Zero);
    }

    /// <summary>Whether two full rows share no name and the second does not name a node.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AreApart256<TShape>(int self, ref int names, ref int others)
        where TShape : struct, IRowShape
    {
        int capacity = TShape.Capacity;
        ref uint start = ref Unsafe.As<int, uint>(ref others);
        Vector256<uint> a = Vector256.LoadUnsafe(ref start);
        Vector256<uint> b = Vector256.LoadUnsafe(ref start, 8);
        Vector256<uint> c = Vector256.LoadUnsafe(
            ref start, (nuint)(capacity > 24 ? 16 : capacity - 8));
        Vector256<uint> d = Vector256.LoadUnsafe(ref start, (nuint)(capacity - 8));
        var name = Vector256.Create((uint)self);
        Vector256<uint> nearA = a ^ name;
        Vector256<uint> nearB = b ^ name;
        Vector256<uint> nearC = c ^ name;
        Vector256<uint> nearD = d ^ name;
        for (int place = 0; place < capacity; place++)
        {
            name = Vector256.Create((uint)Unsafe.Add(ref names, place));
            nearA = Vector256.Min(nearA, a ^ name);
            nearB = Vector256.Min(nearB, b ^ name);
            nearC = Vector256.Min(nearC, c ^ name);
            if (capacity > 24)
                nearD = Vector256.Min(nearD, d ^ name);
        }

        return !Vector256.EqualsAny(
            Vector256.Min(Vector256.Min(nearA, nearB), Vector256.Min(nearC, nearD)),
            Vector256<uint>.Zero);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool In128<TShape>(ref int eight, int also, ref int names)
        where TShape : struct, IRowShape
    {
        Vector128<uint> low = Vector128.LoadUnsafe(ref eight).AsUInt32();
        Vector128<uint> high = Vector128.LoadUnsafe(ref eight, 4).AsUInt32();
        var other = Vector128.Create((uint)also);
        Vector128<uint> nearLow = low ^ other;
        Vector128<uint> nearHigh = high ^ other;
        int capacity = TShape.Capacity;
        for (int place = 0; place < capacity; place += 2)
        {
            Vector128<uint> one = Vector128.Create((uint)Unsafe.Add(ref names, place));
            Vector128<uint> two = Vector128.Create((uint)Unsafe.Add(ref names, place + 1));
            nearLow = Vector128.Min(nearLow, Vector128.Min(low ^ one, low ^ two));
            nearHigh = Vector128.Min(nearHigh, Vector128.Min(high ^ one, high ^ two));
        }

        return Vector128.EqualsAny(Vector128.Min(nearLow, nearHigh), Vector128<uint>.Zero);
    }

    /// <summary>Two names in a word: less 1 each, only an equal one turns its sign bit on.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool InScalars<TShape>(ref int eight, int also, ref int names)
        where TShape : struct, IRowShape
    {
        ulong found = Fours<TShape>(ref eight, ref names)
            | Fours<TShape>(ref Unsafe.Add(ref eight, 4), ref names);
        for (int i = 0; i < ILanes.Shuffle; i++)
            found |= Difference(Unsafe.Add(ref eight, i), also);
        return (found & 0x8000000080000000) != 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Fours<TShape>(ref int four, ref int names)
        where TShape : struct, IRowShape
    {
        const ulong Twice = 0x0000000100000001;
        ulong a = (uint)four * Twice;
        ulong b = (uint)Unsafe.Add(ref four, 1) * Twice;
        ulong c = (uint)Unsafe.Add(ref four, 2) * Twice;
        ulong d = (uint)Unsafe.Add(ref four, 3) * Twice;
        ulong found = 0;
        int capacity = TShape.Capacity;
        for (int place = 0; place < capacity; place += 2)
        {
            ulong two = Unsafe.As<int, ulong>(ref Unsafe.Add(ref names, place));
            found |= ((a ^ two) - Twice) | ((b ^ two) - Twice)
                | ((c ^ two) - Twice) | ((d ^ two) - Twice);
        }

        return found;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Difference(int name, int other) => (ulong)(uint)(name ^ other) - 1;
}
