using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace P2PCS.Simulation.Cycles;

/// <summary>
/// AVX-512 with its byte permutations. A view is held in two windows that overlap, its first and
/// its last 16 places; a sample is moved to the front by one permutation of the places, applied
/// to names and ages alike.
/// </summary>
internal readonly struct Lanes512 : ILanes
{
    private const int Window = 16;

    public static bool IsSupported =>
        Avx512BW.VL.IsSupported && Avx512Vbmi.VL.IsSupported && Avx512Vbmi2.VL.IsSupported;

    public static bool KeepsPlaces => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Oldest<TShape>(ref byte row)
        where TShape : struct, IRowShape =>
        OldestPlace.ByMinHorizontal<TShape>(
            ref RowMemory.At<ushort>(ref row, RowShape.Ages(TShape.Capacity)));

    public static void Choose<TShape>(ref StepBlock block, ulong key, int count)
        where TShape : struct, IRowShape =>
        SampleChoice.By512(ref block, key, TShape.Capacity, count);

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static bool TryStep<TShape>(scoped in RowStep step)
        where TShape : struct, IRowShape =>
        TryRun<TShape>(step, Oldest<TShape>(ref step.ActiveRow<TShape>()));

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static bool TryStep<TShape>(scoped in RowStep step, int place)
        where TShape : struct, IRowShape =>
        TryRun<TShape>(step, place);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryRun<TShape>(scoped in RowStep step, nint place)
        where TShape : struct, IRowShape
    {
        int last = TShape.Capacity - 1;
        int stride = RowShape.Stride(TShape.Capacity);
        ref byte active = ref RowMemory.Row(ref step.First, step.Active, stride);
        ref int names = ref Unsafe.As<byte, int>(ref active);
        ref ushort ages = ref Unsafe.As<int, ushort>(ref Unsafe.Add(ref names, last + 1));
        if (Unsafe.Add(ref names, last) < 0 || Unsafe.Add(ref ages, place) >= ILanes.AgeLimit)
            return false;
        ref byte passive = ref RowMemory.Row(
            ref step.First, Unsafe.Add(ref names, place), stride);
        ref int theirNames = ref Unsafe.As<byte, int>(ref passive);
        if (Unsafe.Add(ref theirNames, last) < 0)
            return false;

        // The last entry fills the place of the partner before the sample is taken.
        Vector256<byte> lanes = TShape.Lanes;
        Vector256<byte> moved = Vector256.ConditionalSelect(
            Vector256.Equals(Vector256<byte>.Indices, Vector256.Create((byte)place)),
            Vector256.Create((byte)31), lanes);
        Vector256<byte> mine = Order(step.ActivePlaces, moved, TShape.SevenInFront);
        Vector256<byte> theirs = Order(step.PassivePlaces, lanes, TShape.EightInFront);
        if (!TrySwapNames<TShape>(ref names, ref theirNames, step.Active, mine, theirs))
            return false;
        SwapAges(ref ages, ref Unsafe.As<int, ushort>(ref Unsafe.Add(ref theirNames, last + 1)),
            mine, theirs, last);
        Estimates.Average<TShape>(ref active, ref passive);
        return true;
    }

    // Both windows of the view with its sample in front, as lanes of the windows before.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<byte> Order(
        uint sample, Vector256<byte> lanes, Vector256<byte> order)
    {
        Vector256<byte> bit = Vector256.Create(0x8040201008040201).AsByte();
        Vector256<byte> spread = bit & Avx2.Shuffle(Vector256.Create(sample).AsByte(),
            Vector256.Create(0, 0x0101010101010101, 0x0202020202020202, 0x0303030303030303)
                .AsByte());
        return Avx512Vbmi.VL.PermuteVar32x8x2(
            Avx512Vbmi2.VL.Compress(
                Vector256<byte>.Zero, Vector256.Equals(spread, bit), lanes),
            order,
            Avx512Vbmi2.VL.Compress(
                Vector256<byte>.Zero, Vector256.Equals(spread, Vector256<byte>.Zero), lanes));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TrySwapNames<TShape>(
        ref int active, ref int passive, int self, Vector256<byte> mine, Vector256<byte> theirs)
        where TShape : struct, IRowShape
    {
        int last = TShape.Capacity - 1;
        nuint end = (nuint)(last + 1 - Window);
        Vector512<int> a0 = Vector512.LoadUnsafe(ref active);
        Vector512<int> a1 = Vector512.LoadUnsafe(ref active, end);
        Vector512<int> p0 = Vector512.LoadUnsafe(ref passive);
        Vector512<int> p1 = Vector512.LoadUnsafe(ref passive, end);
        Vector512<int> mineFirst = Avx512F.PermuteVar16x32x2(
            a0, Avx512F.ConvertToVector512Int32(mine.GetLower()), a1);
        Vector512<int> theirsFirst = Avx512F.PermuteVar16x32x2(
            p0, Avx512F.ConvertToVector512Int32(theirs.GetLower()), p1);

        // The passive front becomes the active node and its sample; the active front the reply
        // but for its first, which fills the free place at the end.
        Vector512<int> passiveFront = Vector512.ConditionalSelect(
            Vector512.CreateScalar(-1), Vector512.Create(self),
            Avx512F.PermuteVar16x32x2(mineFirst,
                Vector512.Create(0, 0, 1, 2, 3, 4, 5, 6, 24, 25, 26, 27, 28, 29, 30, 31),
                theirsFirst));
        if (Overlap.In256<TShape>(passiveFront.GetLower(), -1, ref passive)
            || Overlap.In256<TShape>(theirsFirst.GetLower(), self, ref active))
        {
            return false;
        }

        Avx512F.PermuteVar16x32x2(p0, Avx512F.ConvertToVector512Int32(theirs.GetUpper()), p1)
            .StoreUnsafe(ref passive, end);
        Avx512F.PermuteVar16x32x2(a0, Avx512F.ConvertToVector512Int32(mine.GetUpper()), a1)
            .StoreUnsafe(ref active, end);
        Unsafe.Add(ref active, last) = theirsFirst.ToScalar();
        passiveFront.StoreUnsafe(ref passive);
        Avx512F.PermuteVar16x32x2(theirsFirst,
            Vector512.Create(1, 2, 3, 4, 5, 6, 7, 23, 24, 25, 26, 27, 28, 29, 30, 31), mineFirst)
            .StoreUnsafe(ref active);
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void SwapAges(
        ref ushort active, ref ushort passive,
        Vector256<byte> mine, Vector256<byte> theirs, int last)
    {
        nuint end = (nuint)(last + 1 - Window);
        Vector256<ushort> a0 = Vector256.LoadUnsafe(ref active) + Vector256<ushort>.One;
        Vector256<ushort> a1 = Vector256.LoadUnsafe(ref active, end) + Vector256<ushort>.One;
        Vector256<ushort> p0 = Vector256.LoadUnsafe(ref passive);
        Vector256<ushort> p1 = Vector256.LoadUnsafe(ref passive, end);
        Vector256<ushort> mineFirst = Avx512BW.VL.PermuteVar16x16x2(
            a0, Avx2.ConvertToVector256Int16(mine.GetLower()).AsUInt16(), a1);
        Vector256<ushort> theirsFirst = Avx512BW.VL.PermuteVar16x16x2(
            p0, Avx2.ConvertToVector256Int16(theirs.GetLower()).AsUInt16(), p1);
        Avx512BW.VL.PermuteVar16x16x2(
            p0, Avx2.ConvertToVector256Int16(theirs.GetUpper()).AsUInt16(), p1)
            .StoreUnsafe(ref passive, end);
        Avx512BW.VL.PermuteVar16x16x2(
            a0, Avx2.ConvertToVector256Int16(mine.GetUpper()).AsUInt16(), a1)
            .StoreUnsafe(ref active, end);
        Unsafe.Add(ref active, last) = theirsFirst.ToScalar();
        Vector256<ushort> passiveFront = Avx512BW.VL.PermuteVar16x16x2(mineFirst,
            Vector256.Create(0, 0, 1, 2, 3, 4, 5, 6, 24, 25, 26, 27, 28, 29, 30, (ushort)31),
            theirsFirst);
        (passiveFront & ~Vector256.CreateScalar(ushort.MaxValue)).StoreUnsafe(ref passive);
        Avx512BW.VL.PermuteVar16x16x2(theirsFirst,
            Vector256.Create(1, 2, 3, 4, 5, 6, 7, 23, 24, 25, 26, 27, 28, 29, 30, (ushort)31),
            mineFirst).StoreUnsafe(ref active);
    }
}
