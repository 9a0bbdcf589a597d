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
    private const ulong Golden = 0x9E3779B97F4A7C15;
    private readonly ulong[] words;

    /// <summary>None yet; a word for each of the rows that will be claimed keeps the false ones
    /// rare.</summary>
    public Claims(int rows)
    {
        words = new ulong[(int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(rows, LeastWords))];
        Shift = 64 - BitOperations.Log2((uint)words.Length);
    }

    /// <summary>The first word, for a loop that keeps it in a register.</summary>
    public ref ulong First => ref MemoryMarshal.GetArrayDataReference(words);

    /// <summary>Turns a hash into a word's number.</summary>
    public int Shift { get; }

    /// <summary>Forgets every claim.</summary>
    public void Clear() => words.AsSpan().Clear();

    /// <summary>Claims a row.</summary>
    /// <returns>Whether it looked claimed before.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Add(ref ulong first, int shift, int row)
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

    /// <summary>Whether a row looks claimed.</summary>
    public static bool Contains(ref ulong first, int shift, int row)
    {
        ref ulong word = ref Unsafe.Add(ref first, (nint)(((uint)row * Golden) >> shift));
        ulong before = word;
        bool isClaimed = Add(ref first, shift, row);
        word = before;
        return isClaimed;
    }
}
