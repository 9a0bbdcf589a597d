using P2PCS.Protocol;
using P2PCS.Query.Aggregates;
using P2PCS.Query.Values;
using P2PCS.Tests;

namespace P2PCS.Query.Tests.Aggregates;

/// <summary>Sketches of 10^5 inputs stay within their stated errors, merged or not.</summary>
public sealed class SketchTests
{
    private const int Many = 100_000;

    [Theory]
    [InlineData(100, 0.02)]
    [InlineData(5_000, 0.05)]
    [InlineData(Many, 0.05)]
    public void Distinct_counts_are_within_three_standard_errors(int different, double bound) =>
        Seed.Run((ref Rng rng) =>
        {
            var spec = new AggregateSpec(AggregateKind.Distinct);
            PartialState[] parts = Parts(spec);
            for (int i = 0; i < Many; i++)
                parts[rng.Below(parts.Length)].Add(Value.Of($"value {i % different}"), 0);

            double found = Merged(parts).Result().AsNumber;

            Assert.InRange(found / different, 1 - bound, 1 + bound);
        });

    [Theory]
    [InlineData(0.5)]
    [InlineData(0.9)]
    [InlineData(0.99)]
    [InlineData(0)]
    [InlineData(1)]
    public void Percentiles_are_within_one_percent_of_rank(double share) =>
        Seed.Run((ref Rng rng) =>
        {
            var spec = new AggregateSpec(AggregateKind.Percentile) { Share = share };
            PartialState[] parts = Parts(spec);
            var all = new double[Many];
            for (int i = 0; i < Many; i++)
            {
                all[i] = Math.Exp(4 * rng.Fraction()) * (rng.Below(3) - 1);
                parts[rng.Below(parts.Length)].Add(Value.Of(all[i]), 0);
            }

            double found = Merged(parts).Result().AsNumber;

            Array.Sort(all);
            double below = all.Count(value => value < found) / (double)Many;
            double upTo = all.Count(value => value <= found) / (double)Many;
            Assert.InRange(share, below - 0.01, upTo + 0.01);
        });

    [Fact]
    public void Frequent_values_are_too_low_by_no_more_than_their_bound() =>
        Seed.Run((ref Rng rng) =>
        {
            var spec = new AggregateSpec(AggregateKind.TopK) { Size = 10 };
            PartialState[] parts = Parts(spec);
            var truth = new Dictionary<long, long>();
            for (int i = 0; i < Many; i++)
            {
                long value = rng.Below(1 + rng.Below(1 + rng.Below(5_000)));
                truth[value] = truth.GetValueOrDefault(value) + 1;
                parts[rng.Below(parts.Length)].Add(Value.Of(value), 0);
            }

            foreach (IReadOnlyList<Value> item in Merged(parts).Items())
            {
                long real = truth[item[0].AsInt];
                Assert.InRange(item[1].AsInt, real - (Many / 65), real);
            }
        });

    [Fact]
    public void A_sample_takes_each_row_with_the_same_chance() => Seed.Run((ref Rng rng) =>
    {
        var times = new int[20];
        for (int round = 0; round < 4_000; round++)
        {
            PartialState state = PartialState.New(new AggregateSpec(AggregateKind.Sample)
            {
                Size = 5,
            });
            for (int i = 0; i < times.Length; i++)
                state.Add(Value.Of((long)i), rng.Next());
            foreach (IReadOnlyList<Value> item in state.Items())
                times[item[0].AsInt]++;
        }

        // 1000 expected, standard deviation 27.
        Assert.All(times, count => Assert.InRange(count, 860, 1140));
    });

    private static PartialState[] Parts(AggregateSpec spec)
    {
        var parts = new PartialState[64];
        for (int i = 0; i < parts.Length; i++)
            parts[i] = PartialState.New(spec);
        return parts;
    }

    private static PartialState Merged(PartialState[] parts)
    {
        PartialState all = MergeTests.Copy(parts[0]);
        foreach (PartialState part in parts.Skip(1))
            all.Merge(MergeTests.Copy(part));
        return MergeTests.Copy(all);
    }
}
