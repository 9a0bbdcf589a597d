using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace P2PCS.Host.Sim;

/// <summary>How fast one thread reads memory that no cache holds.</summary>
public static class MemoryBandwidth
{
    private const int Bytes = 256 << 20;
    private const int Rounds = 4;

    /// <summary>Reads a large block in order several times; takes about a second.</summary>
    /// <returns>Bytes per second of the best round.</returns>
    public static double Measure()
    {
        ulong[] block = GC.AllocateUninitializedArray<ulong>(Bytes / sizeof(ulong));
        block.AsSpan().Fill(1);
        double best = 0;
        for (int round = 0; round < Rounds; round++)
        {
            long began = Stopwatch.GetTimestamp();
            ulong sum = Sum(block);
            double seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
            // The sum is used, so that no compiler leaves the loop out.
            Protocol.Invariant.Holds(sum == (ulong)block.Length);
            best = Math.Max(best, Bytes / seconds);
        }

        return best;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static ulong Sum(ReadOnlySpan<ulong> block)
    {
        ReadOnlySpan<Vector<ulong>> words = MemoryMarshal.Cast<ulong, Vector<ulong>>(block);
        Vector<ulong> a = default;
        Vector<ulong> b = default;
        Vector<ulong> c = default;
        Vector<ulong> d = default;
        for (int at = 0; at + 3 < words.Length; at += 4)
        {
            a += words[at];
            b += words[at + 1];
            c += words[at + 2];
            d += words[at + 3];
        }

        return Vector.Sum(a + b + c + d);
    }
}
