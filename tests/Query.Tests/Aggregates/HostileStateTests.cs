using P2PCS.Protocol;
using P2PCS.Protocol.Wire;
using P2PCS.Query.Aggregates;
using P2PCS.Query.Values;
using P2PCS.Tests;

namespace P2PCS.Query.Tests.Aggregates;

/// <summary>States that lie or are broken.</summary>
public sealed class HostileStateTests
{
    private static readonly Bounds Wide = new(1 << 20, 1 << 20);

    [Fact]
    public void Changed_bytes_are_refused_or_read_as_a_state_within_its_bounds() =>
        Seed.Run((ref Rng rng) =>
        {
            foreach (AggregateKind kind in Enum.GetValues<AggregateKind>())
            {
                var spec = new AggregateSpec(kind) { Low = 0, High = 100, Size = 8 };
                for (int round = 0; round < 300; round++)
                    Mutate(spec, ref rng);
            }
        });

    [Fact]
    public void More_inputs_than_rows_are_refused()
    {
        var spec = new AggregateSpec(AggregateKind.Count);
        PartialState state = PartialState.New(spec);
        state.Add(Value.True, 0);
        state.Add(Value.True, 0);
        var reader = new WireReader(Bytes(state));

        PartialState.Read(spec, 1, ref reader);

        Assert.False(reader.Complete);
    }

    [Theory]
    [InlineData(AggregateKind.Sum, 200)]
    [InlineData(AggregateKind.Average, 100)]
    [InlineData(AggregateKind.Max, 100)]
    [InlineData(AggregateKind.Percentile, 100)]
    public void Absurd_values_are_read_as_the_documented_bound(AggregateKind kind, double bound)
    {
        PartialState absurd = PartialState.New(new AggregateSpec(kind));
        absurd.Add(Value.Of(1e300), 0);
        absurd.Add(Value.Of(1e300), 0);
        var spec = new AggregateSpec(kind) { Low = 0, High = 100 };
        var reader = new WireReader(Bytes(absurd));

        PartialState read = PartialState.Read(spec, 2, ref reader);

        Assert.True(reader.Complete);
        Assert.Equal(bound, read.Result().AsNumber);
    }

    private static void Mutate(AggregateSpec spec, ref Rng rng)
    {
        PartialState state = PartialState.New(spec);
        for (int i = rng.Below(20); i > 0; i--)
        {
            Value value = spec.Kind is AggregateKind.BoolAnd or AggregateKind.BoolOr
                ? Value.Of(rng.Below(2) == 0) : Value.Of((long)rng.Below(100));
            state.Add(value, rng.Next());
        }

        byte[] bytes = Bytes(state);
        for (int i = 1 + rng.Below(3); i > 0; i--)
            bytes[rng.Below(bytes.Length)] = (byte)rng.Next();
        var reader = new WireReader(bytes.AsSpan(0, bytes.Length - rng.Below(2)));
        PartialState read = PartialState.Read(spec, 40, ref reader);
        if (!reader.Complete)
            return;
        Assert.InRange(read.Count, 0, 40);
        Assert.True(read.WireBytes <= spec.WireBytesMax);
        Value result = read.Result();
        if (result.IsNumber)
            Assert.InRange(result.AsNumber, 0, 100 * 100 * 40);
    }

    private static byte[] Bytes(PartialState state)
    {
        var bytes = new byte[state.WireBytes];
        var writer = new WireWriter(bytes);
        state.Write(ref writer);
        return bytes[..writer.Length];
    }

    [Fact]
    public void A_table_of_more_groups_than_there_can_be_is_refused()
    {
        var shape = new GroupShape(1, [new AggregateSpec(AggregateKind.Count)]);
        var table = new GroupTable(shape);
        for (int i = 0; i < 20; i++)
            table.Add([Value.Of((long)i)], [Value.True], 0);
        table.SetOnePeer();
        var bytes = new byte[table.WireBytes];
        var writer = new WireWriter(bytes);
        table.Write(ref writer);
        var few = new WireReader(bytes.AsSpan(0, writer.Length));
        var enough = new WireReader(bytes.AsSpan(0, writer.Length));

        GroupTable.Read(shape, new Bounds(1, 19), ref few);
        GroupTable.Read(shape, Wide, ref enough);

        Assert.False(few.Complete);
        Assert.True(enough.Complete);
    }
}
