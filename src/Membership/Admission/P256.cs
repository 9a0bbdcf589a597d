using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using P2PCS.Protocol;

namespace P2PCS.Membership.Admission;

/// <summary>What the framework leaves out of the curve P-256: compressed points, and one form of
/// each signature. Source: SEC 1, section 2.3; FIPS 186-4, D.1.2.3.</summary>
internal static class P256
{
    public static readonly Digest Prime = new(
        0xFFFFFFFF00000001, 0, 0x00000000FFFFFFFF, 0xFFFFFFFFFFFFFFFF);

    public static readonly Digest Order = new(
        0xFFFFFFFF00000000, 0xFFFFFFFFFFFFFFFF, 0xBCE6FAADA7179E84, 0xF3B9CAC2FC632551);

    public static readonly Digest HalfOrder = new(
        0x7FFFFFFF80000000, 0x7FFFFFFFFFFFFFFF, 0xDE737D56D38BCF42, 0x79DCE5617E3192A8);

    private static readonly BigInteger P = Number(Prime);

    private static readonly BigInteger B = BigInteger.Parse(
        "05AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B",
        NumberStyles.AllowHexSpecifier,
        CultureInfo.InvariantCulture);

    /// <summary>The point with this x whose y has this parity; false where there is none.
    /// </summary>
    public static bool TryDecompress(bool odd, Digest x, out ECPoint point)
    {
        point = default;
        if (x >= Prime)
            return false;
        BigInteger number = Number(x);
        BigInteger square = ((number * ((number * number) - 3)) + B) % P;
        BigInteger y = BigInteger.ModPow(square, (P + 1) >> 2, P);
        if (((y * y) - square) % P != 0 || (y.IsZero && odd))
            return false;
        if (y.IsEven == odd)
            y = P - y;
        point.X = new byte[Digest.Length];
        point.Y = new byte[Digest.Length];
        x.Write(point.X);
        Bytes(y).Write(point.Y);
        return true;
    }

    /// <summary>The same number below half of the order, with its sign turned.</summary>
    public static Digest Low(Digest s) => s > HalfOrder ? Bytes(Number(Order) - Number(s)) : s;

    private static BigInteger Number(Digest digest)
    {
        Span<byte> bytes = stackalloc byte[Digest.Length];
        digest.Write(bytes);
        return new BigInteger(bytes, isUnsigned: true, isBigEndian: true);
    }

    private static Digest Bytes(BigInteger number)
    {
        Span<byte> bytes = stackalloc byte[Digest.Length];
        bytes.Clear();
        int length = number.GetByteCount(isUnsigned: true);
        number.TryWriteBytes(bytes[^length..], out _, isUnsigned: true, isBigEndian: true);
        return Digest.Read(bytes);
    }
}
