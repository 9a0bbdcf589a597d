using P2PCS.Tests;

namespace P2PCS.Protocol.Tests;

public sealed class DigestTests
{
    [Fact]
    public void A_digest_comes_back_from_its_bytes_and_its_text() => Seed.Run((ref Rng rng) =>
    {
        Span<byte> bytes = stackalloc byte[Digest.Length];
        for (int i = 0; i < 200; i++)
        {
            Digest digest = Seed.Digest(ref rng);
            digest.Write(bytes);
            Assert.Equal(digest, Digest.Read(bytes));
            Assert.Equal(Convert.ToHexStringLower(bytes), digest.ToString());
            Assert.True(Digest.TryParse(digest.ToString(), out Digest parsed));
            Assert.Equal(digest, parsed);
            Assert.True(Digest.TryParse(digest.ToString().ToUpperInvariant(), out parsed));
            Assert.Equal(digest, parsed);
        }
    });

    [Theory]
    [InlineData("")]
    [InlineData("00")]
    [InlineData("00000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("000000000000000000000000000000000000000000000000000000000000000g")]
    [InlineData(" 000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("+f00000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("00000000000000000000000000000000000000000000000000000000000000000")]
    public void Anything_but_64_hexadecimal_digits_is_no_digest(string text)
    {
        Assert.False(Digest.TryParse(text, out Digest digest));
        Assert.True(digest.IsNone);
    }

    [Fact]
    public void Digests_compare_as_big_endian_numbers() => Seed.Run((ref Rng rng) =>
    {
        for (int i = 0; i < 200; i++)
        {
            Digest a = Seed.Digest(ref rng);
            Digest b = i % 4 == 0 ? a : Seed.Digest(ref rng);
            if (i % 3 == 0)
                b = b with { A = a.A, B = a.B };
            int order = string.CompareOrdinal(a.ToString(), b.ToString());
            Assert.Equal(Math.Sign(order), Math.Sign(a.CompareTo(b)));
            Assert.Equal(order < 0, a < b);
            Assert.Equal(order > 0, a > b);
            Assert.Equal(order <= 0, a <= b);
            Assert.Equal(order >= 0, a >= b);
        }
    });

    [Fact]
    public void Only_the_zero_peer_is_nobody()
    {
        Assert.True(PeerId.None.IsNone);
        for (int bit = 0; bit < 256; bit++)
        {
            byte[] bytes = new byte[PeerId.Length];
            bytes[bit / 8] = (byte)(1 << (bit % 8));
            Assert.False(new PeerId(Digest.Read(bytes)).IsNone);
        }
    }

    [Fact]
    public void A_peer_is_written_as_its_digest()
    {
        var id = new PeerId(new Digest(1, 2, 3, 4));
        Assert.Equal(id.Hash.ToString(), id.ToString());
        Assert.Equal(
            "0000000000000001000000000000000200000000000000030000000000000004", id.ToString());
    }
}
