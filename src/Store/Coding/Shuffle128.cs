using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace P2PCS.Store.Coding;

/// <summary>Tables of nibbles in 128-bit registers.</summary>
internal readonly unsafe struct Shuffle128
    : ILanes<Vector128<byte>, Shuffle128.Nibbles, Shuffle128.Nibbles>
{
    public static bool IsSupported => Ssse3.IsSupported || AdvSimd.Arm64.IsSupported;

    public static int Width => Vector128<byte>.Count;

    // Found by racing 2, 3, 4, 6 and 8, with 16 and with 32 registers; see docs/adr/0014.
    public static int Rows => 4;

    public static int FactorBytes => NibbleTables.Bytes;

    public static void Write(byte factor, Span<byte> bytes) =>
        NibbleTables.Write(factor, bytes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Nibbles Factor(byte* at) => new(
        Vector128.Load(at), Vector128.Load(at + NibbleTables.Entries));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Nibbles Load(byte* at)
    {
        Vector128<byte> bytes = Vector128.Load(at);
        Vector128<byte> mask = Vector128.Create((byte)0x0f);
        return new(bytes & mask, (bytes.AsUInt16() >>> 4).AsByte() & mask);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> AddProduct(
        Vector128<byte> sum, Nibbles source, Nibbles factor) =>
        sum ^ Vector128.ShuffleNative(factor.Low, source.Low)
            ^ Vector128.ShuffleNative(factor.High, source.High);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector128<byte> sum, byte* at) => sum.Store(at);

    /// <summary>The low and the high four bits of each byte, or the tables for either.</summary>
    internal readonly record struct Nibbles(Vector128<byte> Low, Vector128<byte> High);
}
