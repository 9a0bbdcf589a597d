using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using P2PCS.Membership.Sampling;

namespace P2PCS.Simulation.Cycles;

/// <summary>Fills a block's samples: the subsets of <see cref="Subset"/> for samples of 7 and 8
/// out of at most 32 places, in as many lanes as there are.</summary>
internal static class SampleChoice
{
    private const ulong Golden = 0x9E3779B97F4A7C15;

    /// <summary>One node after another.</summary>
    public static void ByScalars(ref StepBlock block, ulong key, int capacity, int count)
    {
        for (int i = 0; i < count; i++)
        {
            ulong index = 2 * (ulong)block.Names[i];
            block.ActivePlaces[i] = FixedSubset.Seven(Draw.At(key, index), capacity - 1);
            block.PassivePlaces[i] = FixedSubset.Eight(Draw.At(key, index + 1), capacity);
        }
    }

    /// <summary>Four nodes at a time; the words come from scalars, which multiply 64 bits.
    /// </summary>
    public static void By256(ref StepBlock block, ulong key, int capacity, int count)
    {
        for (int i = 0; i < count; i += 4)
        {
            Vector256<ulong> active = Words(ref block, i, key, 0);
            Vector256<ulong> passive = Words(ref block, i, key, 1);
            Vector256<ulong> mine = Four(active, capacity - 7, Vector256<ulong>.Zero);
            Vector256<ulong> theirs = Four(passive, capacity - 7, Vector256<ulong>.Zero);
            mine = Three(active >>> 32, capacity - 3, mine);
            theirs = Four(passive >>> 32, capacity - 3, theirs);
            for (int lane = 0; lane < 4; lane++)
            {
                block.ActivePlaces[i + lane] = (uint)mine.GetElement(lane);
                block.PassivePlaces[i + lane] = (uint)theirs.GetElement(lane);
            }
        }
    }

    /// <summary>Eight nodes at a time.</summary>
    public static void By512(ref StepBlock block, ulong key, int capacity, int count)
    {
        for (int i = 0; i < count; i += 8)
        {
            Vector512<ulong> step = Vector512.WidenLower(Vector512.Create(
                Vector256.LoadUnsafe(ref block.Names[i]).AsUInt32(), default));
            step *= unchecked(2 * Golden);
            step += Vector512.Create(key + Golden);
            Vector512<ulong> active = Mix(step);
            Vector512<ulong> passive = Mix(step + Vector512.Create(Golden));
            Vector512<ulong> mine = Four(active, capacity - 7, Vector512<ulong>.Zero);
            Vector512<ulong> theirs = Four(passive, capacity - 7, Vector512<ulong>.Zero);
            mine = Three(active >>> 32, capacity - 3, mine);
            theirs = Four(passive >>> 32, capacity - 3, theirs);
            Avx512F.ConvertToVector256UInt32(mine).StoreUnsafe(ref block.ActivePlaces[i]);
            Avx512F.ConvertToVector256UInt32(theirs).StoreUnsafe(ref block.PassivePlaces[i]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<ulong> Words(ref StepBlock block, int i, ulong key, ulong which) =>
        Vector256.Create(
            Draw.At(key, (2 * (ulong)block.Names[i]) + which),
            Draw.At(key, (2 * (ulong)block.Names[i + 1]) + which),
            Draw.At(key, (2 * (ulong)block.Names[i + 2]) + which),
            Draw.At(key, (2 * (ulong)block.Names[i + 3]) + which));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ulong> Mix(Vector512<ulong> word)
    {
        word = (word ^ (word >>> 30)) * 0xBF58476D1CE4E5B9;
        word = (word ^ (word >>> 27)) * 0x94D049BB133111EB;
        return word ^ (word >>> 31);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ulong> Four(Vector512<ulong> word, int bound, Vector512<ulong> mask)
    {
        mask = Add(ref word, bound, mask);
        return Three(word, bound + 1, mask);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ulong> Three(Vector512<ulong> word, int bound, Vector512<ulong> mask)
    {
        mask = Add(ref word, bound, mask);
        mask = Add(ref word, bound + 1, mask);
        return Add(ref word, bound + 2, mask);
    }

    // The multiplication reads the lower half of a lane only: the fraction that is left.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ulong> Add(ref Vector512<ulong> word, int bound, Vector512<ulong> mask)
    {
        word = Avx512F.Multiply(word.AsUInt32(), Vector512.Create((ulong)bound).AsUInt32());
        Vector512<ulong> place = word >>> 32;
        Vector512<ulong> taken =
            Avx512F.ShiftRightLogicalVariable(mask, place) & Vector512<ulong>.One;
        return mask | Avx512F.ShiftLeftLogicalVariable(Vector512<ulong>.One, place)
            | (taken << (bound - 1));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<ulong> Four(Vector256<ulong> word, int bound, Vector256<ulong> mask)
    {
        mask = Add(ref word, bound, mask);
        return Three(word, bound + 1, mask);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<ulong> Three(Vector256<ulong> word, int bound, Vector256<ulong> mask)
    {
        mask = Add(ref word, bound, mask);
        mask = Add(ref word, bound + 1, mask);
        return Add(ref word, bound + 2, mask);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<ulong> Add(ref Vector256<ulong> word, int bound, Vector256<ulong> mask)
    {
        word = Avx2.Multiply(word.AsUInt32(), Vector256.Create((ulong)bound).AsUInt32());
        Vector256<ulong> place = word >>> 32;
        Vector256<ulong> taken =
            Avx2.ShiftRightLogicalVariable(mask, place) & Vector256<ulong>.One;
        return mask | Avx2.ShiftLeftLogicalVariable(Vector256<ulong>.One, place)
            | (taken << (bound - 1));
    }
}
