using P2PCS.Store.Coding;
using P2PCS.Tests;

namespace P2PCS.Store.Tests.Coding;

public sealed class ReedSolomonCodeTests
{
    public static TheoryData<CodingPath> Paths() => Shapes.Paths();

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 4)]
    [InlineData(2, 5)]
    [InlineData(3, 7)]
    [InlineData(5, 8)]
    [InlineData(4, 10)]
    public void Every_choice_of_k_shards_gives_all_others_back(int data, int total) =>
        Seed.Run((ref rng) =>
        {
            var code = new ReedSolomonCode(data, total);
            byte[] shards = Shapes.Encoded(code, 131, ref rng);
            for (uint mask = 0; mask < 1u << total; mask++)
            {
                int[] held = [.. Enumerable.Range(0, total).Where(row => (mask >> row & 1) == 1)];
                if (held.Length == data)
                    Rebuilds(code, shards, held, [.. Enumerable.Range(0, total)]);
            }
        });

    [Theory]
    [MemberData(nameof(Paths))]
    public void What_is_encoded_and_erased_is_decoded_again(CodingPath path) =>
        Seed.Run((ref rng) =>
        {
            for (int turn = 0; turn < 40; turn++)
            {
                (int data, int total) = Shapes.Code(ref rng);
                var code = new ReedSolomonCode(data, total, path);
                byte[] shards = Shapes.Encoded(code, rng.Below(300), ref rng);
                int[] held = Shapes.Choose(data, total, ref rng);
                Rebuilds(code, shards, held, [.. Enumerable.Range(0, total).Except(held)]);
            }
        });

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(100)]
    [InlineData(128)]
    [InlineData(255)]
    [InlineData(256)]
    public void The_largest_codes_rebuild_from_random_choices(int data) =>
        Seed.Run((ref rng) =>
        {
            var code = new ReedSolomonCode(data, ReedSolomonCode.ShardLimit);
            byte[] shards = Shapes.Encoded(code, 70, ref rng);
            for (int turn = 0; turn < 3; turn++)
            {
                int[] held = Shapes.Choose(data, code.TotalShards, ref rng);
                Rebuilds(code, shards, held, Shapes.Choose(9, code.TotalShards, ref rng));
            }
        });

    [Fact]
    public void One_shard_more_than_the_parities_lost_cannot_be_asked_for()
    {
        var code = new ReedSolomonCode(3, 5);
        Assert.Throws<ArgumentException>(() => code.Rebuild([0, 4], [1]));
    }

    [Fact]
    public void One_data_shard_makes_multiples_and_no_parity_makes_nothing()
    {
        var single = new ReedSolomonCode(1, 3);
        var parity = new byte[2];
        single.Encode([1], parity);
        Assert.Equal([1, 142], parity);
        new ReedSolomonCode(4, 4).Encode(new byte[12], []);
    }

    [Theory]
    [InlineData(0, 4)]
    [InlineData(-1, 4)]
    [InlineData(5, 4)]
    [InlineData(2, 257)]
    public void A_code_that_cannot_be_is_refused(int data, int total) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new ReedSolomonCode(data, total));

    [Theory]
    [InlineData(new[] { 0, 1 })]
    [InlineData(new[] { 0, 1, 2, 3 })]
    [InlineData(new[] { 0, 1, 1 })]
    [InlineData(new[] { 0, 1, 5 })]
    [InlineData(new[] { 0, -1, 2 })]
    public void Held_rows_that_are_not_k_different_ones_are_refused(int[] held) =>
        Assert.Throws<ArgumentException>(() => new ReedSolomonCode(3, 5).Rebuild(held, [4]));

    [Theory]
    [InlineData(5)]
    [InlineData(-1)]
    public void A_wanted_row_outside_the_code_is_refused(int wanted) =>
        Assert.Throws<ArgumentException>(
            () => new ReedSolomonCode(3, 5).Rebuild([0, 1, 2], [wanted]));

    [Theory]
    [InlineData(31, 20)]
    [InlineData(30, 19)]
    [InlineData(30, 21)]
    [InlineData(30, 0)]
    [InlineData(0, 2)]
    public void Shards_of_different_lengths_are_refused(int data, int parity)
    {
        var target = new byte[parity];
        target.AsSpan().Fill(7);
        Assert.Throws<ArgumentException>(
            () => new ReedSolomonCode(3, 5).Encode(new byte[data], target));
        Assert.Equal(-1, target.AsSpan().IndexOfAnyExcept((byte)7));
    }

    [Fact]
    public void Targets_that_overlap_sources_are_refused()
    {
        var shards = new byte[50];
        Assert.Throws<ArgumentException>(() => new ReedSolomonCode(3, 5).Encode(
            shards.AsSpan(0, 30), shards.AsSpan(29, 20)));
    }

    private static void Rebuilds(ReedSolomonCode code, byte[] shards, int[] held, int[] wanted)
    {
        int length = shards.Length / code.TotalShards;
        var rebuilt = new byte[wanted.Length * length];
        code.Rebuild(held, wanted).Apply(Shapes.Gather(shards, length, held), rebuilt);
        Assert.True(
            rebuilt.AsSpan().SequenceEqual(Shapes.Gather(shards, length, wanted)),
            $"{code.DataShards}/{code.TotalShards} length {length} from "
            + $"{string.Join(' ', held)}");
    }
}
