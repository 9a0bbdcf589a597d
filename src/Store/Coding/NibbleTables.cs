namespace P2PCS.Store.Coding;

/// <summary>
/// A factor as two tables of 16 products: with the low and with the high four bits of a byte. The
/// product with the byte is the sum of both.
/// </summary>
/// <remarks>Source: Plank, Greenan and Miller, "Screaming fast Galois field arithmetic using Intel
/// SIMD instructions", FAST 2013.</remarks>
internal static class NibbleTables
{
    public const int Bytes = 2 * Entries;
    public const int Entries = 16;

    public static void Write(byte factor, Span<byte> bytes)
    {
        for (int nibble = 0; nibble < Entries; nibble++)
        {
            bytes[nibble] = GaloisField.Multiply(factor, (byte)nibble);
            bytes[Entries + nibble] = GaloisField.Multiply(factor, (byte)(nibble << 4));
        }
    }
}
