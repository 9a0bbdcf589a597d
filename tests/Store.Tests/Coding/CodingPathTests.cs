using P2PCS.Protocol;
using P2PCS.Store.Coding;
using P2PCS.Tests;

namespace P2PCS.Store.Tests.Coding;

/// <summary>Every path of this machine gives the bytes of the definition.</summary>
public sealed class CodingPathTests
{
    private const byte Guard = 0xa5;

    public static TheoryData<CodingPath> Paths() => Shapes.Paths();

    [Fact]
    public void The_scalar_path_follows_the_definition_bit_by_bit() => Seed.Run((ref rng) =>
    {
        foreach ((int data, int total) in new[] { (1, 2), (3, 10), (16, 44), (100, 256) })
        {
            const int length = 37;
            var code = new ReedSolomonCode(data, total, CodingPath.Scalar);
            byte[] shards = Shapes.Encoded(code, length, ref rng);
            for (int row = data; row < total; row++)
            {
                byte[] factors = [.. Enumerable.Range(0, data).Select(j => Inverse(row ^ j))];
                for (int at = 0; at < length; at++)
                {
                    int sum = 0;
                    for (int j = 0; j < data; j++)
                        sum ^= Product(factors[j], shards[(j * length) + at]);
                    Assert.Equal(sum, shards[(row * length) + at]);
                }
            }
        }
    });

    [Theory]
    [MemberData(nameof(Paths))]
    public void Every_path_equals_the_scalar_one_at_any_length_and_place(CodingPath path) =>
        Seed.Run((ref rng) =>
        {
            foreach (int length in Shapes.Lengths)
            {
                for (int turn = 0; turn < (length > 1000 ? 2 : 12); turn++)
                {
                    (int data, int total) = Shapes.Code(ref rng);
                    if (length > 1000)
                        (data, total) = (Math.Min(data, 20), Math.Min(total, 60));
                    data = Math.Min(data, total);
                    Compare(path, (data, total), length, ref rng);
                }
            }
        });

    [Theory]
    [MemberData(nameof(Paths))]
    public void Every_number_of_parities_is_computed_alike(CodingPath path) =>
        Seed.Run((ref rng) =>
        {
            for (int parities = 0; parities <= 40; parities++)
                Compare(path, (5, 5 + parities), 321, ref rng);
        });

    [Theory]
    [MemberData(nameof(Paths))]
    public void Encoding_allocates_nothing(CodingPath path)
    {
        var code = new ReedSolomonCode(10, 14, path);
        var data = new byte[10 * 1000];
        var parity = new byte[4 * 1000];
        code.Encode(data, parity);
        long before = GC.GetAllocatedBytesForCurrentThread();
        code.Encode(data, parity);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void Every_machine_has_the_scalar_path_and_takes_its_best_by_default()
    {
        Assert.Equal(CodingPath.Scalar, CodingPaths.Supported[0]);
        Assert.Equal(CodingPaths.Supported[^1], new ReedSolomonCode(2, 3).Path);
    }

    [Fact]
    public void A_path_that_the_machine_lacks_is_refused()
    {
        foreach (CodingPath path in Enum.GetValues<CodingPath>().Append((CodingPath)99))
        {
            if (!CodingPaths.IsSupported(path))
            {
                Assert.Throws<PlatformNotSupportedException>(
                    () => new ReedSolomonCode(2, 3, path));
            }
        }
    }

    // Shards start anywhere; what lies around the targets stays as it was, and so do the sources.
    private static void Compare(
        CodingPath path, (int Data, int Total) shape, int length, ref Rng rng)
    {
        int offset = rng.Below(70);
        byte[] shards = Shapes.Encoded(
            new(shape.Data, shape.Total, CodingPath.Scalar), length, ref rng);
        byte[] expected = shards[(shape.Data * length)..];
        var sources = new byte[offset + (shape.Data * length)];
        shards.AsSpan(0, shape.Data * length).CopyTo(sources.AsSpan(offset));
        byte[] untouched = [.. sources];
        var targets = new byte[offset + expected.Length + 200];
        targets.AsSpan().Fill(Guard);
        new ReedSolomonCode(shape.Data, shape.Total, path).Encode(
            sources.AsSpan(offset), targets.AsSpan(offset, expected.Length));

        bool isEqual = targets.AsSpan(offset, expected.Length).SequenceEqual(expected);
        Assert.True(isEqual, $"{path} {shape} length {length} offset {offset}");
        Assert.Equal(untouched, sources);
        Assert.Equal(-1, targets.AsSpan(0, offset).IndexOfAnyExcept(Guard));
        Assert.Equal(-1, targets.AsSpan(offset + expected.Length).IndexOfAnyExcept(Guard));
    }

    // No table of the code under test.
    private static byte Inverse(int element) => (byte)Enumerable.Range(1, 255)
        .First(other => Product((byte)other, (byte)element) == 1);

    private static byte Product(byte left, byte right)
    {
        int product = 0;
        for (int bit = 0; bit < 8; bit++)
            product ^= (right >> bit & 1) * (left << bit);
        for (int bit = 15; bit >= 8; bit--)
            product ^= (product >> bit & 1) * (0x11d << (bit - 8));
        return (byte)product;
    }
}
