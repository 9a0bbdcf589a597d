using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace P2PCS.Store.Coding;

/// <summary>GFNI in 512-bit registers.</summary>
internal readonly unsafe struct Affine512
    : ILanes<Vector512<byte>, Vector512<byte>, Vector512<byte>>
{
    public static bool IsSupported => Gfni.V512.IsSupported && Avx512F.IsSupported;

    public static int Width => Vector512<byte>.Count;

    // Sums of two registers each, half of the 32; see docs/adr/0014 for how it was found.
    public static int Rows => 8;

    public static int FactorBytes => AffineMatrix.Bytes;

    public static void Write(byte factor, Span<byte> bytes) =>
        AffineMatrix.Write(factor, bytes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> Factor(byte* at) =>
        Vector512.Create(*(ulong*)at).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> Load(byte* at) => Vector512.Load(at);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> AddProduct(
        Vector512<byte> sum, Vector512<byte> source, Vector512<byte> factor) =>
        sum ^ Gfni.V512.GaloisFieldAffineTransform(source, factor, 0);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector512<byte> sum, byte* at) => sum.Store(at);
}
