using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace P2PCS.Store.Coding;

/// <summary>GFNI in 256-bit registers.</summary>
internal readonly unsafe struct Affine256
    : ILanes<Vector256<byte>, Vector256<byte>, Vector256<byte>>
{
    public static bool IsSupported => Gfni.V256.IsSupported && Avx2.IsSupported;

    public static int Width => Vector256<byte>.Count;

    // Sums of two registers each, with room left in 16 for both sources and a factor.
    public static int Rows => 6;

    public static int FactorBytes => AffineMatrix.Bytes;

    public static void Write(byte factor, Span<byte> bytes) =>
        AffineMatrix.Write(factor, bytes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> Factor(byte* at) =>
        Vector256.Create(*(ulong*)at).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> Load(byte* at) => Vector256.Load(at);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> AddProduct(
        Vector256<byte> sum, Vector256<byte> source, Vector256<byte> factor) =>
        sum ^ Gfni.V256.GaloisFieldAffineTransform(source, factor, 0);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector256<byte> sum, byte* at) => sum.Store(at);
}
