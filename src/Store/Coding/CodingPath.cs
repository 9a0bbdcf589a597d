namespace P2PCS.Store.Coding;

/// <summary>How shards are multiplied; every path gives the same bytes.</summary>
public enum CodingPath
{
    /// <summary>One byte at a time, by a table of products.</summary>
    Scalar,

    /// <summary>Tables of nibbles in 128-bit registers: SSSE3, or AdvSimd of ARM64.</summary>
    Shuffle128,

    /// <summary>Tables of nibbles in 256-bit registers: AVX2.</summary>
    Shuffle256,

    /// <summary>Bit matrices in 256-bit registers: GFNI with AVX.</summary>
    Affine256,

    /// <summary>Bit matrices in 512-bit registers: GFNI with AVX-512.</summary>
    Affine512,
}
