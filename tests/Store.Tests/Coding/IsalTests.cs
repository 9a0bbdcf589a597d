using P2PCS.Protocol;
using P2PCS.Store.Coding;
using P2PCS.Tests;

namespace P2PCS.Store.Tests.Coding;

/// <summary>The bytes are those of Debian's ISA-L.</summary>
public sealed class IsalTests
{
    public static TheoryData<CodingPath> Paths() => Shapes.Paths();

    [IsalTheory]
    [MemberData(nameof(Paths))]
    public void Parities_are_the_bytes_of_ISA_L(CodingPath path) => Seed.Run((ref rng) =>
    {
        foreach ((int data, int total) in new[]
        {
            (10, 14), (3, 10), (8, 24), (16, 44), (16, 64), (29, 80), (20, 100), (1, 2), (127, 256),
        })
        {
            foreach (int length in Shapes.Lengths.Where(length => length is > 0 and < 5000))
                Compare(path, (data, total), length, ref rng);
        }
    });

    [IsalFact]
    public void Any_code_has_the_parities_of_ISA_L() => Seed.Run((ref rng) =>
    {
        for (int turn = 0; turn < 100; turn++)
        {
            (int data, int total) = Shapes.Code(ref rng);
            if (data < total)
                Compare(CodingPaths.Best, (data, total), 1 + rng.Below(700), ref rng);
        }
    });

    [Fact]
    public void A_small_code_has_the_bytes_that_ISA_L_gave()
    {
        var parity = new byte[3 * 8];
        new ReedSolomonCode(4, 7).Encode("Any four of seven shards suffice"u8, parity);
        Assert.Equal(
            "364552728453af029b2e87861f52e818839437219304c13f",
            Convert.ToHexStringLower(parity));
    }

    private static void Compare(
        CodingPath path, (int Data, int Total) shape, int length, ref Rng rng)
    {
        byte[] shards = Shapes.Encoded(new(shape.Data, shape.Total, path), length, ref rng);
        int dataBytes = shape.Data * length;
        var parity = new byte[shards.Length - dataBytes];
        new Isal(shape.Data, shape.Total).Encode(shards.AsSpan(0, dataBytes), parity);
        Assert.True(
            parity.AsSpan().SequenceEqual(shards.AsSpan(dataBytes)),
            $"{path} {shape} length {length}");
    }
}
