using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace P2PCS.Simulation.Cycles;

/// <summary>
/// Rows that exchanges have claimed. A row may look claimed when it is not, never the other way
/// round.
/// </summary>
/// <remarks>Source: Bloom, "Space/time trade-offs in hash coding with allowable errors", CACM
/// 13(7), 1970; three bits in one word, so that a question costs one cache line.</remarks>
internal sealed class Claims
{
    private const int LeastWords = 256;
    private readonly ulong[] words;

    /// <summary>Room for some claims, with few false ones.</summary>
    public Claims(int claims) => words = new ulong[
        (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(claims, LeastWords))];

    /// <summary>Opens the claims for a loop.</summary>
    public View Open() => new(
        ref MemoryMarshal.GetArrayDataReference(words), 64 - BitOperations.Log2((uint)words.Length));

    /// <summary>Forgets every claim.</summary>
    public void Clear() => words.AsSpan().Clear();

    /// <summary>The claims in registers.</summary>
    public readonly ref struct View
    {
        private const ulong Golden = 0x9E3779B97F4A7C15;
        private readonly ref ulong first;
        private readonly int shift;

        public View(ref ulong first, int shift)
        {
            this.first = ref first;
            this.shift = shift;
        }

        /// <summary>Claims a row.</summary>
        /// <returns>Whether it looked claimed before.</returns>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public bool Add(int row)
        {
            // The shift leaves an index below the number of words.
            ulong hash = (uint)row * Golden;
            ref ulong word = ref Unsafe.Add(ref first, (nint)(hash >> shift));
            ulong before = word;
            ulong bits = (1UL << (int)(hash >> 40)) | (1UL << (int)(hash >> 34))
                | (1UL << (int)(hash >> 28));
            word = before | bits;
            return (before & bits) == bits;
        }
    }
}
