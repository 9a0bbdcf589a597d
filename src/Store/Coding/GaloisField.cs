namespace P2PCS.Store.Coding;

/// <summary>
/// Arithmetic of GF(2^8) modulo x^8 + x^4 + x^3 + x^2 + 1 (0x11d), where x generates all non-zero
/// elements. A sum is an exclusive or.
/// </summary>
/// <remarks>Source: Plank, "A tutorial on Reed-Solomon coding for fault-tolerance in RAID-like
/// systems", Software: Practice and Experience 27(9), 1997.</remarks>
internal static class GaloisField
{
    /// <summary>How many elements the field has, and so the most shards a code can have.</summary>
    public const int Size = 256;

    private const int Polynomial = 0x11d;
    private const int Order = Size - 1;

    private static readonly byte[] Powers = new byte[2 * Order];
    private static readonly byte[] Logarithms = new byte[Size];

    // Row c holds the products of c with every element.
    private static readonly byte[] AllProducts = new byte[Size * Size];

    static GaloisField()
    {
        int power = 1;
        for (int exponent = 0; exponent < Order; exponent++)
        {
            Powers[exponent] = Powers[exponent + Order] = (byte)power;
            Logarithms[power] = (byte)exponent;
            power <<= 1;
            if (power >= Size)
                power ^= Polynomial;
        }

        for (int left = 1; left < Size; left++)
        {
            for (int right = 1; right < Size; right++)
            {
                AllProducts[(left * Size) + right] =
                    Powers[Logarithms[left] + Logarithms[right]];
            }
        }
    }

    /// <summary>The products of one element with all 256, indexed by the other factor.</summary>
    public static ReadOnlySpan<byte> Products(byte factor) =>
        AllProducts.AsSpan(factor * Size, Size);

    /// <summary>The product of two elements.</summary>
    public static byte Multiply(byte left, byte right) => Products(left)[right];

    /// <summary>The element whose product with this one is 1; zero has none.</summary>
    public static byte Inverse(byte element)
    {
        ArgumentOutOfRangeException.ThrowIfZero(element);
        return Powers[Order - Logarithms[element]];
    }
}
