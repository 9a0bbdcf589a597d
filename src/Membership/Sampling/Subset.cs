using System.Numerics;
using P2PCS.Protocol;

namespace P2PCS.Membership.Sampling;

/// <summary>Uniform random subsets of the places of a view, one bit for each place.</summary>
/// <remarks>
/// Source: Floyd's algorithm F2; Bentley and Floyd, "Programming pearls: a sample of brilliance",
/// CACM 30(9), 1987. One 32-bit fraction serves four steps: for views of up to 32 places the
/// chance of a place is off by less than 3e-4 of itself.
/// </remarks>
public static class Subset
{
    /// <summary>Most places a view may have.</summary>
    public const int Places = 64;

    private const int StepsPerHalf = 4;

    /// <summary>Chooses <paramref name="wanted"/> of <paramref name="count"/> places.</summary>
    /// <param name="draw">Random word; the same word always gives the same places.</param>
    /// <param name="count">Places, at most <see cref="Places"/>.</param>
    /// <param name="wanted">Places to choose, at most <paramref name="count"/>.</param>
    /// <returns>A mask with <paramref name="wanted"/> bits set, all below bit
    /// <paramref name="count"/>.</returns>
    public static ulong Of(ulong draw, int count, int wanted)
    {
        Invariant.Holds(count <= Places && (uint)wanted <= (uint)count);
        ulong mask = 0;
        ulong fraction = (uint)draw;
        for (int step = 0; step < wanted; step++)
        {
            if (step > 0 && step % StepsPerHalf == 0)
            {
                draw = step % (2 * StepsPerHalf) == 0 ? Draw.Mix(draw + 1) : draw;
                fraction = step % (2 * StepsPerHalf) == 0 ? (uint)draw : draw >> 32;
            }

            int bound = count - wanted + step + 1;
            ulong product = fraction * (ulong)bound;
            fraction = (uint)product;
            int place = (int)(product >> 32);
            ulong taken = mask >> place & 1;
            mask |= (1UL << place) | (taken << (bound - 1));
        }

        return mask;
    }

    /// <summary>Moves the places of a mask to the front; both parts keep their order.</summary>
    /// <param name="mask">Places to move; none at or above the length of the row.</param>
    /// <param name="row">At most <see cref="Places"/> entries; reordered.</param>
    public static void MoveToFront<T>(ulong mask, Span<T> row)
        where T : unmanaged
    {
        if (mask == 0)
            return;
        Invariant.Holds(row.Length is > 0 and <= Places && BitOperations.Log2(mask) < row.Length);
        Span<T> chosen = stackalloc T[Places];
        int front = 0;
        for (ulong left = mask; left != 0; left &= left - 1)
            chosen[front++] = row[BitOperations.TrailingZeroCount(left)];
        int end = row.Length;
        for (ulong left = ~mask & (ulong.MaxValue >> (Places - end)); end > front;)
        {
            int place = BitOperations.Log2(left);
            left ^= 1UL << place;
            row[--end] = row[place];
        }

        chosen[..front].CopyTo(row);
    }
}
