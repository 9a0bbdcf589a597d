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
    private const ulong Golden = 0x9E3779B97F4A7C15;
    private const int LeastWords = 256;
    private readonly ulong[] words;
    private readonly int shift;

    /// <summary>Room for some claims, with few false ones.</summary>
    public Claims(int claims)
    {
        int length = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(claims / 2, LeastWords));
        words = GC.AllocateArray<ulong>(length, pinned: true);
        shift = 64 - BitOperations.Log2((uint)length);
    }

    /// <summary>Claims a row.</summary>
    /// <returns>Whether it looked claimed before.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Add(int row)
    {
        ulong hash = (uint)row * Golden;
        ref ulong word = ref Word(hash);
        ulong before = word;
        ulong bits = Bits(hash);
        word = before | bits;
        return (before & bits) == bits;
    }

    /// <summary>Whether a row looks claimed.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Contains(int row)
    {
        ulong hash = (uint)row * Golden;
        ulong bits = Bits(hash);
        return (Word(hash) & bits) == bits;
    }

    /// <summary>Forgets every claim.</summary>
    public void Clear() => words.AsSpan().Clear();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Bits(ulong hash) =>
        (1UL << (int)(hash >> 40)) | (1UL << (int)(hash >> 34)) | (1UL << (int)(hash >> 28));

    // The shift leaves an index below the length.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref ulong Word(ulong hash) =>
        ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(words), (nint)(hash >> shift));
}
