using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace P2PCS.Simulation.Cycles;

/// <summary>The place of the largest of 16 to 32 ages, the first of equals.</summary>
internal static class OldestPlace
{
    /// <summary>With x86's search for the smallest of eight: of the complements here.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int ByMinHorizontal<TShape>(ref ushort ages)
        where TShape : struct, IRowShape
    {
        int capacity = TShape.Capacity;
        Vector128<uint> oldest = Vector128.Min(Key(ref ages, 0), Key(ref ages, 8));
        if (capacity > 24)
            oldest = Vector128.Min(oldest, Key(ref ages, 16));
        oldest = Vector128.Min(oldest, Key(ref ages, capacity - 8));
        return (ushort)oldest.ToScalar();
    }

    /// <summary>With portable operations on 128 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int ByEquality<TShape>(ref ushort ages)
        where TShape : struct, IRowShape
    {
        Vector128<ushort> a = Eight(ref ages, 0);
        Vector128<ushort> b = Eight(ref ages, 8);
        Vector128<ushort> c = Eight(ref ages, TShape.Capacity > 24 ? 16 : TShape.Capacity - 8);
        Vector128<ushort> d = Eight(ref ages, TShape.Capacity - 8);
        var oldest = Vector128.Create(Largest(
            Vector128.Max(Vector128.Max(a, b), Vector128.Max(c, d))));
        uint low = Places(a, oldest) | (Places(b, oldest) << 8);
        uint high = TShape.Capacity > 24 ? Places(c, oldest) << 16 : 0;
        return BitOperations.TrailingZeroCount(
            low | high | (Places(d, oldest) << (TShape.Capacity - 8)));
    }

    /// <summary>Four ages in a word, each with its place below it; ages from 1024 on have no
    /// room for that.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int ByScalars<TShape>(ref ushort ages)
        where TShape : struct, IRowShape
    {
        const ulong TooOld = 0xFC00FC00FC00FC00;
        int capacity = TShape.Capacity;
        ulong a = Four(ref ages, 0);
        ulong b = Four(ref ages, 4);
        ulong c = Four(ref ages, 8);
        ulong d = Four(ref ages, 12);
        ulong last = Four(ref ages, capacity - 4);
        ulong all = a | b | c | d | last;
        ulong oldest = Older(
            Older(Older(FourKeys(a, 0), FourKeys(b, 4)), Older(FourKeys(c, 8), FourKeys(d, 12))),
            FourKeys(last, capacity - 4));
        if (capacity > 20)
        {
            ulong e = Four(ref ages, 16);
            ulong f = Four(ref ages, 20);
            ulong g = Four(ref ages, 24);
            all |= e | f | g;
            oldest = Older(Older(oldest, FourKeys(e, 16)),
                Older(FourKeys(f, 20), FourKeys(g, 24)));
        }

        if ((all & TooOld) != 0 || !BitConverter.IsLittleEndian)
            return OneByOne<TShape>(ref ages);
        oldest = Older(oldest, oldest >> 32);
        oldest = Older(oldest, oldest >> 16);
        return 31 - (int)(oldest & 31);
    }

    // One age after another, in two chains.
    private static int OneByOne<TShape>(ref ushort ages)
        where TShape : struct, IRowShape
    {
        int capacity = TShape.Capacity;
        long even = 0;
        long odd = 0;
        for (int place = 0; place < capacity; place += 2)
        {
            even = Larger(even, ScalarKey(ref ages, place));
            odd = Larger(odd, ScalarKey(ref ages, place + 1));
        }

        return 31 - (int)(Larger(even, odd) & 31);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Four(ref ushort ages, int from) =>
        Unsafe.ReadUnaligned<ulong>(ref Unsafe.As<ushort, byte>(ref Unsafe.Add(ref ages, from)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong FourKeys(ulong four, int from) =>
        (four << 5) | (0x001C001D001E001F - ((ulong)from * 0x0001000100010001));

    // In each quarter, whose highest bit is free, the larger of two.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Older(ulong one, ulong other)
    {
        const ulong Highest = 0x8000800080008000;
        ulong isOne = ((one | Highest) - other) & Highest;
        return other ^ ((one ^ other) & (isOne - (isOne >> 15)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static long ScalarKey(ref ushort ages, int place) =>
        ((long)Unsafe.Add(ref ages, place) << 5) | (long)(31 - place);

    // Without a branch: which one is larger cannot be foreseen.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static long Larger(long one, long other)
    {
        long less = one - other;
        return one - (less & (less >> 63));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<uint> Key(ref ushort ages, int from)
    {
        Vector128<ushort> found = Sse41.MinHorizontal(Vector128<ushort>.AllBitsSet
            - Vector128.LoadUnsafe(ref ages, (nuint)from));
        return Sse2.ShuffleLow(found, 0b11_10_00_01).AsUInt32() + Vector128.Create((uint)from);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<ushort> Eight(ref ushort ages, int from) =>
        Vector128.LoadUnsafe(ref Unsafe.Add(ref ages, from));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ushort Largest(Vector128<ushort> ages)
    {
        if (AdvSimd.Arm64.IsSupported)
            return AdvSimd.Arm64.MaxAcross(ages).ToScalar();
        ages = Vector128.Max(ages, Vector128.Shuffle(ages,
            Vector128.Create((ushort)4, 5, 6, 7, 0, 1, 2, 3)));
        ages = Vector128.Max(ages, Vector128.Shuffle(ages,
            Vector128.Create((ushort)2, 3, 0, 1, 6, 7, 4, 5)));
        return Math.Max(ages.GetElement(0), ages.GetElement(1));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Places(Vector128<ushort> ages, Vector128<ushort> oldest) =>
        Vector128.Equals(ages, oldest).ExtractMostSignificantBits();
}
