using System.Runtime.CompilerServices;

namespace P2PCS.Simulation.Cycles;

/// <summary>The subsets of <see cref="Membership.Sampling.Subset"/> for samples of 7 and 8 out
/// of at most 32 places, with the loop written out, and
/// without a branch where a place is already taken.</summary>
internal static class FixedSubset
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Seven(ulong draw, int count)
    {
        uint mask = Four((uint)draw, count - 6, 0);
        ulong fraction = draw >> 32;
        mask = Add(ref fraction, count - 2, mask);
        mask = Add(ref fraction, count - 1, mask);
        return Add(ref fraction, count, mask);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Eight(ulong draw, int count) =>
        Four(draw >> 32, count - 3, Four((uint)draw, count - 7, 0));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Four(ulong fraction, int bound, uint mask)
    {
        mask = Add(ref fraction, bound, mask);
        mask = Add(ref fraction, bound + 1, mask);
        mask = Add(ref fraction, bound + 2, mask);
        return Add(ref fraction, bound + 3, mask);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Add(ref ulong fraction, int bound, uint mask)
    {
        ulong product = fraction * (ulong)bound;
        fraction = (uint)product;
        int place = (int)(product >> 32);
        return mask | (1u << place) | (((mask >> place) & 1) << (bound - 1));
    }
}
