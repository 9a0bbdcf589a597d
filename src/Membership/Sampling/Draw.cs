using System.Runtime.CompilerServices;

namespace P2PCS.Membership.Sampling;

/// <summary>
/// Random words by number: the word of an index is the same whoever asks and in which order, so
/// a table of a million nodes needs no generator state per node.
/// </summary>
/// <remarks>
/// Source: the finalizer of splitmix64; Steele, Lea, Flood, "Fast splittable pseudorandom number
/// generators", OOPSLA 2014, section 3.
/// </remarks>
public static class Draw
{
    private const ulong Golden = 0x9E3779B97F4A7C15;

    /// <summary>Scatters 64 bits: a bijection whose every output bit hangs on every input bit.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Mix(ulong word)
    {
        word = (word ^ (word >> 30)) * 0xBF58476D1CE4E5B9;
        word = (word ^ (word >> 27)) * 0x94D049BB133111EB;
        return word ^ (word >> 31);
    }

    /// <summary>The word number <paramref name="index"/> of the stream <paramref name="key"/>.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong At(ulong key, ulong index) => Mix(key + ((index + 1) * Golden));

    /// <summary>A number from 0 to <paramref name="bound"/> - 1 out of the upper half of a word;
    /// the bias is below bound / 2^32.</summary>
    public static int Below(ulong word, int bound) => (int)(((word >> 32) * (ulong)bound) >> 32);

    /// <summary>A number in [0, 1) out of a word.</summary>
    public static double Fraction(ulong word) => (word >> 11) * (1.0 / (1UL << 53));
}
