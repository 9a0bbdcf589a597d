using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace P2PCS.Store.Coding;

/// <summary>Tables of nibbles in 256-bit registers.</summary>
internal readonly unsafe struct Shuffle256
    : ILanes<Vector256<byte>, Shuffle256.Nibbles, Shuffle256.Nibbles>
{
    public static bool IsSupported => Avx2.IsSupported;

    public static int Width => Vector256<byte>.Count;

    // Found by racing 2, 3, 4, 6 and 8, with 16 and with 32 registers; see docs/adr/0014.
    public static int Rows => 4;

    public static int FactorBytes => NibbleTables.Bytes;

    public static void Write(byte factor, Span<byte> bytes) =>
        NibbleTables.Write(factor, bytes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Nibbles Factor(byte* at) => new(
        Avx2.BroadcastVector128ToVector256(at),
        Avx2.BroadcastVector128ToVector256(at + NibbleTables.Entries));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Nibbles Load(byte* at)
    {
        Vector256<byte> bytes = Vector256.Load(at);
        Vector256<byte> mask = Vector256.Create((byte)0x0f);
        return new(bytes & mask, (bytes.AsUInt16() >>> 4).AsByte() & mask);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> AddProduct(
        Vector256<byte> sum, Nibbles source, Nibbles factor) =>
        sum ^ Avx2.Shuffle(factor.Low, source.Low)
            ^ Avx2.Shuffle(factor.High, source.High);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector256<byte> sum, byte* at) => sum.Store(at);

    /// <summary>The low and the high four bits of each byte, or the tables for either.</summary>
    internal readonly record struct Nibbles(Vector256<byte> Low, Vector256<byte> High);
}
