using System.Diagnostics.CodeAnalysis;
using System.Numerics;

namespace P2PCS.Protocol;

/// <summary>
/// The only randomness of a kernel: xoshiro256**, four words of state, seeded by splitmix64. One
/// seed gives one history on every machine. A mutable struct: keep it in a plain field and pass
/// it by <c>ref</c>.
/// </summary>
/// <remarks>
/// Source: Blackman and Vigna, "Scrambled linear pseudorandom number generators", ACM TOMS 47(4),
/// 2021.
/// </remarks>
[SuppressMessage(
    "Performance", "CA1815", Justification = "A generator is drawn from, never compared.")]
public struct Rng
{
    private ulong s0;
    private ulong s1;
    private ulong s2;
    private ulong s3;

    /// <summary>A stream of its own for each (seed, stream) pair.</summary>
    public Rng(ulong seed, ulong stream = 0)
    {
        ulong state = seed ^ BitOperations.RotateLeft(stream * 0x9E3779B97F4A7C15, 32);
        s0 = SplitMix(ref state);
        s1 = SplitMix(ref state);
        s2 = SplitMix(ref state);
        s3 = SplitMix(ref state);
    }

    /// <summary>The next 64 bits.</summary>
    public ulong Next()
    {
        ulong result = BitOperations.RotateLeft(s1 * 5, 7) * 9;
        ulong t = s1 << 17;
        s2 ^= s0;
        s3 ^= s1;
        s1 ^= s2;
        s0 ^= s3;
        s2 ^= t;
        s3 = BitOperations.RotateLeft(s3, 45);
        return result;
    }

    /// <summary>A number from 0 to <paramref name="bound"/> - 1; the bound is positive.</summary>
    /// <remarks>The bias of the multiply-shift is below bound / 2^64.</remarks>
    public int Below(int bound) => (int)Math.BigMul(Next(), (ulong)bound, out _);

    /// <summary>A number in [0, 1).</summary>
    public double Fraction() => (Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>A fresh 128-bit name; repeats are as unlikely as the seed is secret.</summary>
    public UInt128 NextName() => new(Next(), Next());

    /// <summary>A span stretched or shrunk by up to a tenth, so that peers fall out of step.
    /// </summary>
    public TimeSpan Jitter(TimeSpan span) => span * (0.9 + (0.2 * Fraction()));

    /// <summary>An independent stream for another purpose; advances this one.</summary>
    public Rng Fork(ulong purpose) => new(Next(), purpose);

    private static ulong SplitMix(ref ulong state)
    {
        ulong z = state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
