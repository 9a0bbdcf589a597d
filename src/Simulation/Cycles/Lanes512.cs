using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace P2PCS.Simulation.Cycles;

/// <summary>AVX-512 with its byte permutations: a row lives in four registers.</summary>
internal readonly struct Lanes512 : ILanes
{
    public static bool IsSupported =>
        Avx512BW.VL.IsSupported && Avx512Vbmi.VL.IsSupported && Avx512Vbmi2.VL.IsSupported;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Oldest<TShape>(ref byte row)
        where TShape : struct, IRowShape
    {
        return OldestPlace.ByMinHorizontal<TShape>(
            ref RowMemory.At<ushort>(ref row, RowShape.Ages(TShape.Capacity)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryStep<TShape>(scoped in RowStep step)
        where TShape : struct, IRowShape
    {
        int capacity = TShape.Capacity;
        int stride = RowShape.Stride(capacity);
        ref byte active = ref RowMemory.Row(ref step.First, step.Active, stride);
        int place = Oldest<TShape>(ref active);
        int partner = RowMemory.At<int>(ref active, place * sizeof(int));
        if (RowMemory.At<int>(ref active, (capacity - 1) * sizeof(int)) < 0
            || RowMemory.At<ushort>(ref active, RowShape.Ages(capacity) + (place * 2))
                >= ILanes.AgeLimit)
        {
            return false;
        }

        ref byte passive = ref RowMemory.Row(ref step.First, partner, stride);
        if (RowMemory.At<int>(ref passive, (capacity - 1) * sizeof(int)) < 0)
            return false;

        Vector256<byte> moved = Vector256.ConditionalSelect(
            Vector256.Equals(Vector256<byte>.Indices, Vector256.Create((byte)place)),
            Vector256.Create((byte)31), TShape.Lanes);
        Vector256<byte> mine = Order(
            FixedSubset.Seven(step.ActiveDraw, capacity - 1), moved, TShape.SevenInFront);
        Vector256<byte> theirs = Order(
            FixedSubset.Eight(step.PassiveDraw, capacity), TShape.Lanes, TShape.EightInFront);
        if (!TrySwapNames<TShape>(ref active, ref passive, step.Active, mine, theirs))
            return false;
        SwapAges<TShape>(ref active, ref passive, mine, theirs);
        Estimates.Average<TShape>(ref active, ref passive);
        return true;
    }

    // Both windows of the view with its sample in front, as lanes of the windows before.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<byte> Order(
        uint sample, Vector256<byte> lanes, Vector256<byte> order)
    {
        Vector256<byte> bit = Vector256.Create(0x8040201008040201).AsByte();
        Vector256<byte> spread = Avx2.Shuffle(Vector256.Create(sample).AsByte(),
            Vector256.Create(0, 0x0101010101010101, 0x0202020202020202, 0x0303030303030303)
                .AsByte());
        Vector256<byte> chosen = Vector256.Equals(spread & bit, bit);
        return Avx512Vbmi.VL.PermuteVar32x8x2(
            Avx512Vbmi2.VL.Compress(Vector256<byte>.Zero, chosen, lanes), order,
            Avx512Vbmi2.VL.Compress(Vector256<byte>.Zero, ~chosen, lanes));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TrySwapNames<TShape>(
        ref byte active, ref byte passive, int self, Vector256<byte> mine, Vector256<byte> theirs)
        where TShape : struct, IRowShape
    {
        int last = (TShape.Capacity - 16) * sizeof(int);
        ref int activeFirst = ref RowMemory.At<int>(ref active, 0);
        ref int activeLast = ref RowMemory.At<int>(ref active, last);
        ref int passiveFirst = ref RowMemory.At<int>(ref passive, 0);
        ref int passiveLast = ref RowMemory.At<int>(ref passive, last);
        Vector512<int> a0 = Vector512.LoadUnsafe(ref activeFirst);
        Vector512<int> a1 = Vector512.LoadUnsafe(ref activeLast);
        Vector512<int> p0 = Vector512.LoadUnsafe(ref passiveFirst);
        Vector512<int> p1 = Vector512.LoadUnsafe(ref passiveLast);
        Vector512<int> mineFirst = Names(a0, mine.GetLower(), a1);
        Vector512<int> mineLast = Names(a0, mine.GetUpper(), a1);
        Vector512<int> theirsFirst = Names(p0, theirs.GetLower(), p1);
        Vector512<int> theirsLast = Names(p0, theirs.GetUpper(), p1);

        // The passive front becomes the active node and its sample; the active front the reply
        // but for its first, which fills the place of the partner.
        Vector512<int> passiveFront = Avx512F.PermuteVar16x32x2(mineFirst,
            Vector512.Create(0, 0, 1, 2, 3, 4, 5, 6, 24, 25, 26, 27, 28, 29, 30, 31),
            theirsFirst).WithElement(0, self);
        Vector512<int> activeFront = Avx512F.PermuteVar16x32x2(theirsFirst,
            Vector512.Create(1, 2, 3, 4, 5, 6, 7, 23, 24, 25, 26, 27, 28, 29, 30, 31), mineFirst);
        if (Overlap.In256<TShape>(passiveFront.GetLower(), -1, ref passiveFirst)
            || Overlap.In256<TShape>(theirsFirst.GetLower(), self, ref activeFirst))
        {
            return false;
        }

        theirsLast.StoreUnsafe(ref passiveLast);
        mineLast.StoreUnsafe(ref activeLast);
        RowMemory.At<int>(ref active, (TShape.Capacity - 1) * sizeof(int)) =
            theirsFirst.ToScalar();
        passiveFront.StoreUnsafe(ref passiveFirst);
        activeFront.StoreUnsafe(ref activeFirst);
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<int> Names(
        Vector512<int> first, Vector128<byte> lanes, Vector512<int> last) =>
        Avx512F.PermuteVar16x32x2(first, Avx512F.ConvertToVector512Int32(lanes), last);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void SwapAges<TShape>(
        ref byte active, ref byte passive, Vector256<byte> mine, Vector256<byte> theirs)
        where TShape : struct, IRowShape
    {
        int first = RowShape.Ages(TShape.Capacity);
        int last = first + ((TShape.Capacity - 16) * sizeof(ushort));
        ref ushort activeFirst = ref RowMemory.At<ushort>(ref active, first);
        ref ushort activeLast = ref RowMemory.At<ushort>(ref active, last);
        ref ushort passiveFirst = ref RowMemory.At<ushort>(ref passive, first);
        ref ushort passiveLast = ref RowMemory.At<ushort>(ref passive, last);
        Vector256<ushort> a0 = Vector256.LoadUnsafe(ref activeFirst) + Vector256<ushort>.One;
        Vector256<ushort> a1 = Vector256.LoadUnsafe(ref activeLast) + Vector256<ushort>.One;
        Vector256<ushort> p0 = Vector256.LoadUnsafe(ref passiveFirst);
        Vector256<ushort> p1 = Vector256.LoadUnsafe(ref passiveLast);
        Vector256<ushort> mineFirst = Ages(a0, mine.GetLower(), a1);
        Vector256<ushort> mineLast = Ages(a0, mine.GetUpper(), a1);
        Vector256<ushort> theirsFirst = Ages(p0, theirs.GetLower(), p1);
        Vector256<ushort> theirsLast = Ages(p0, theirs.GetUpper(), p1);
        Vector256<ushort> passiveFront = Avx512BW.VL.PermuteVar16x16x2(mineFirst,
            Vector256.Create(0, 0, 1, 2, 3, 4, 5, 6, 24, 25, 26, 27, 28, 29, 30, (ushort)31),
            theirsFirst).WithElement(0, (ushort)0);
        Vector256<ushort> activeFront = Avx512BW.VL.PermuteVar16x16x2(theirsFirst,
            Vector256.Create(1, 2, 3, 4, 5, 6, 7, 23, 24, 25, 26, 27, 28, 29, 30, (ushort)31),
            mineFirst);
        theirsLast.StoreUnsafe(ref passiveLast);
        mineLast.StoreUnsafe(ref activeLast);
        RowMemory.At<ushort>(ref active, first + ((TShape.Capacity - 1) * sizeof(ushort))) =
            theirsFirst.ToScalar();
        passiveFront.StoreUnsafe(ref passiveFirst);
        activeFront.StoreUnsafe(ref activeFirst);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<ushort> Ages(
        Vector256<ushort> first, Vector128<byte> lanes, Vector256<ushort> last) =>
        Avx512BW.VL.PermuteVar16x16x2(
            first, Avx2.ConvertToVector256Int16(lanes).AsUInt16(), last);
}
