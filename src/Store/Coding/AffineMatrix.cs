using System.Buffers.Binary;

namespace P2PCS.Store.Coding;

/// <summary>
/// A factor as the 8 x 8 bit matrix of the GFNI affine instruction. The instruction that
/// multiplies bytes as such is of no use: its polynomial is fixed to 0x11b.
/// </summary>
/// <remarks>Source: Intel, "64 and IA-32 Architectures Software Developer's Manual", volume 2,
/// GF2P8AFFINEQB: bit i of the result is the parity of the source byte and byte 7 - i of the
/// matrix.</remarks>
internal static class AffineMatrix
{
    public const int Bytes = sizeof(ulong);

    public static void Write(byte factor, Span<byte> bytes) =>
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, Of(factor));

    private static ulong Of(byte factor)
    {
        ulong matrix = 0;
        for (int column = 0; column < 8; column++)
        {
            byte product = GaloisField.Multiply(factor, (byte)(1 << column));
            for (int row = 0; row < 8; row++)
            {
                ulong bit = (ulong)(product >> row) & 1;
                matrix |= bit << ((8 * (7 - row)) + column);
            }
        }

        return matrix;
    }
}
