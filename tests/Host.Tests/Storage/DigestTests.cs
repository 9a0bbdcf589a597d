using P2PCS.Host.Storage;

namespace P2PCS.Host.Tests.Storage;

public sealed class DigestTests
{
    // FIPS 180-2, appendix B.1: SHA-256 of "abc".
    private const string Abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    [Fact]
    public void A_digest_is_the_sha256_in_lower_case_hex() =>
        Assert.Equal(Abc, Digest.Of("abc"u8).ToString());

    [Fact]
    public void A_digest_survives_hex_and_bytes()
    {
        var digest = Digest.Of("abc"u8);

        Assert.Equal(digest, Digest.Parse(Abc.ToUpperInvariant()));
        Assert.Equal(digest, new Digest(digest.ToArray()));
        Assert.Equal(Convert.FromHexString(Abc), digest.ToArray());
        Assert.NotEqual(digest, Digest.Of("abd"u8));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("ba7816bf")]
    [InlineData(Abc + "0")]
    [InlineData(" " + Abc)]
    [InlineData("0xba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015")]
    [InlineData("ga7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")]
    [InlineData("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015a\u0660")]
    public void Anything_but_64_hex_digits_is_refused(string? text)
    {
        Assert.False(Digest.TryParse(text, out var digest));
        Assert.Equal(default, digest);
    }

    [Fact]
    public void Bytes_of_another_length_are_refused() =>
        Assert.Throws<ArgumentException>(() => new Digest(new byte[31]));
}
