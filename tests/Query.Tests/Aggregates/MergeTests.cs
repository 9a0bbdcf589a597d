using P2PCS.Protocol;
using P2PCS.Protocol.Wire;
using P2PCS.Query.Aggregates;
using P2PCS.Query.Values;
using P2PCS.Tests;

namespace P2PCS.Query.Tests.Aggregates;

/// <summary>However inputs are split and merged, the result is that of all of them together.
/// </summary>
public sealed class MergeTests
{
    private const int Rounds = 40;

    public static TheoryData<AggregateKind, int> Kinds => new()
    {
        { AggregateKind.Count, 1 },
        { AggregateKind.Sum, 1 },
        { AggregateKind.Average, 1 },
        { AggregateKind.Variance, 1 },
        { AggregateKind.Deviation, 1 },
        { AggregateKind.Min, 1 },
        { AggregateKind.Max, 1 },
        { AggregateKind.Distinct, 1 },
        { AggregateKind.Percentile, 1 },
        { AggregateKind.TopK, 20 },
        { AggregateKind.Histogram, 10 },
        { AggregateKind.Sample, 5 },
        { AggregateKind.Sample, 1 },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Splits_and_orders_do_not_show_in_the_result(AggregateKind kind, int size) =>
        Seed.Run((ref Rng rng) =>
        {
            var spec = new AggregateSpec(kind) { Size = size, Share = 0.9 };
            for (int round = 0; round < Rounds; round++)
            {
                (Value Value, ulong Lot)[] inputs = Draw(1 + rng.Below(300), ref rng);
                PartialState whole = PartialState.New(spec);
                foreach ((Value value, ulong lot) in inputs)
                    whole.Add(value, lot);

                PartialState merged = Scatter(spec, inputs, ref rng);

                Assert.Equal(whole.Count, merged.Count);
                Same(whole.Result(), merged.Result());
            }
        });

    [Theory]
    [InlineData(AggregateKind.BoolAnd)]
    [InlineData(AggregateKind.BoolOr)]
    public void Truths_merge_in_any_order(AggregateKind kind) => Seed.Run((ref Rng rng) =>
    {
        var spec = new AggregateSpec(kind);
        for (int round = 0; round < Rounds; round++)
        {
            int bias = rng.Below(3);
            var inputs = new (Value, ulong)[1 + rng.Below(20)];
            for (int i = 0; i < inputs.Length; i++)
                inputs[i] = (Value.Of(bias == 0 || (bias == 1 && rng.Below(2) == 0)), rng.Next());
            bool expected = kind == AggregateKind.BoolAnd
                ? inputs.All(input => input.Item1.IsTrue)
                : inputs.Any(input => input.Item1.IsTrue);

            Assert.Equal(Value.Of(expected), Scatter(spec, inputs, ref rng).Result());
        }
    });

    [Fact]
    public void No_input_and_NULL_alone_give_NULL_but_for_counts()
    {
        foreach (AggregateKind kind in Enum.GetValues<AggregateKind>())
        {
            PartialState state = PartialState.New(new AggregateSpec(kind));
            state.Add(Value.Null, 1);
            bool counts = kind is AggregateKind.Count or AggregateKind.Distinct;
            Assert.Equal(counts ? Value.Of(0L) : Value.Null, state.Result());
            Assert.Equal(0, state.Count);
        }
    }

    [Fact]
    public void Sum_and_variance_keep_their_digits_where_doubles_lose_them()
    {
        PartialState sum = PartialState.New(new AggregateSpec(AggregateKind.Sum));
        foreach (double part in (double[])[1e16, 1, 1, -1e16])
            sum.Add(Value.Of(part), 0);
        Assert.Equal(2, sum.Result().AsNumber);

        PartialState variance = PartialState.New(new AggregateSpec(AggregateKind.Variance));
        for (int i = 0; i < 100; i++)
            variance.Add(Value.Of(1e9 + (i % 2)), 0);
        Assert.Equal(25.0 / 99, variance.Result().AsNumber, 1e-9);
    }

    [Fact]
    public void A_percentile_of_few_values_is_that_of_linear_interpolation()
    {
        PartialState state = PartialState.New(
            new AggregateSpec(AggregateKind.Percentile) { Share = 0.9 });
        for (int i = 50; i > 0; i--)
            state.Add(Value.Of((long)i), 0);
        Assert.Equal(45.1, state.Result().AsNumber, 1e-9);
    }

    internal static PartialState Scatter(
        AggregateSpec spec, (Value Value, ulong Lot)[] inputs, ref Rng rng)
    {
        var states = new List<PartialState>();
        for (int i = 1 + rng.Below(9); i > 0; i--)
            states.Add(PartialState.New(spec));
        foreach ((Value value, ulong lot) in inputs)
            states[rng.Below(states.Count)].Add(value, lot);
        while (states.Count > 1)
        {
            int into = rng.Below(states.Count);
            PartialState state = Copy(states[into]);
            states.RemoveAt(into);
            states[rng.Below(states.Count)].Merge(state);
        }

        return Copy(states[0]);
    }

    internal static PartialState Copy(PartialState state)
    {
        var bytes = new byte[state.WireBytes];
        var writer = new WireWriter(bytes);
        state.Write(ref writer);
        Assert.True(state.WireBytes <= state.Spec.WireBytesMax);
        var reader = new WireReader(bytes.AsSpan(0, writer.Length));
        PartialState read = PartialState.Read(state.Spec, state.Count, ref reader);
        Assert.True(reader.Complete);
        return read;
    }

    private static (Value, ulong)[] Draw(int count, ref Rng rng)
    {
        var inputs = new (Value, ulong)[count];
        int shape = rng.Below(3);
        for (int i = 0; i < count; i++)
        {
            Value value = shape == 0 ? Value.Of((long)rng.Below(30))
                : shape == 1 ? Value.Of((double)(rng.Below(60) - 30) / 4)
                : Value.Of((long)rng.Below(60) << 30);
            inputs[i] = (value, rng.Next());
        }

        return inputs;
    }

    private static void Same(Value expected, Value actual)
    {
        if (expected.Kind == ValueKind.Float)
        {
            double tolerance = 1e-12 * Math.Max(1, Math.Abs(expected.AsNumber));
            Assert.Equal(expected.AsNumber, actual.AsNumber, tolerance);
        }
        else
        {
            Assert.Equal(expected, actual);
        }
    }
}
