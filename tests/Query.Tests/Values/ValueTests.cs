using P2PCS.Protocol;
using P2PCS.Protocol.Wire;
using P2PCS.Query.Values;
using P2PCS.Tests;

namespace P2PCS.Query.Tests.Values;

public sealed class ValueTests
{
    // Ascending, as ORDER BY has it.
    private static readonly Value[] Ascending =
    [
        Value.False, Value.True, Value.Of(double.MinValue), Value.Of(long.MinValue),
        Value.Of(-1.5), Value.Of(-1), Value.Of(0), Value.Of(0, Unit.Bytes), Value.Of(0.5),
        Value.Of(0.5, Unit.Ratio), Value.Of(1), Value.Of(9007199254740992.0),
        Value.Of(9007199254740993), Value.Of(long.MaxValue), Value.Of(9223372036854775808.0),
        Value.Of(""), Value.Of("A"), Value.Of("a"), Value.Of("aa"), Value.Of("é"),
        Value.OfTime(-1), Value.OfTime(0), Value.OfTime(long.MaxValue),
        Value.OfVersion("1.0-rc.2"), Value.OfVersion("1.0-rc.10"), Value.OfVersion("1.0"),
        Value.OfVersion("1.0.0.1"), Value.OfVersion("1.2"), Value.OfVersion("1.10"), Value.Null,
    ];

    [Fact]
    public void Order_is_total_and_null_is_last()
    {
        for (int i = 0; i < Ascending.Length; i++)
        {
            for (int j = 0; j < Ascending.Length; j++)
            {
                int order = Value.Order(Ascending[i], Ascending[j]);
                Assert.True(Math.Sign(order) == Math.Sign(i - j),
                    $"{Ascending[i]} against {Ascending[j]} is {order}");
                Assert.Equal(i == j, Ascending[i] == Ascending[j]);
            }
        }
    }

    [Fact]
    public void Values_that_are_equal_hash_equally_on_every_machine()
    {
        (Value, Value)[] pairs =
        [
            (Value.Of(1), Value.Of(1.0)), (Value.Of(0), Value.Of(-0.0)),
            (Value.OfVersion("1.2"), Value.OfVersion("v1.2.0+build")),
            (Value.OfVersion("1.02"), Value.OfVersion("1.2")), (Value.Null, default),
            (Value.Of("a"), Value.Of(new string('a', 1))),
        ];
        foreach ((Value a, Value b) in pairs)
        {
            Assert.Equal(a, b);
            Assert.Equal(a.Hash(), b.Hash());
        }

        Assert.Equal(Ascending.Length, Ascending.Where(value => value.Kind != ValueKind.Version)
            .Select(value => value.Hash()).Distinct().Count() + 6);
        Assert.Equal(4528757958690016140UL, Value.Of("a").Hash());
    }

    [Fact]
    public void Only_likes_compare()
    {
        Assert.Null(Value.Compare(Value.Null, Value.Null));
        Assert.Null(Value.Compare(Value.Of(1), Value.Of("1")));
        Assert.Null(Value.Compare(Value.Of(1), Value.True));
        Assert.Null(Value.Compare(Value.Of(1, Unit.Bytes), Value.Of(1, Unit.Seconds)));
        Assert.Null(Value.Compare(Value.Of("1.0"), Value.OfVersion("1.0")));
        Assert.Equal(0, Value.Compare(Value.Of(1, Unit.Bytes), Value.Of(1)));
        Assert.True(Value.Compare(Value.Of(2, Unit.Bytes), Value.Of(1.5)) > 0);
    }

    [Fact]
    public void Numbers_that_are_not_finite_are_null()
    {
        Assert.True(Value.Of(double.NaN).IsNull);
        Assert.True(Value.Of(double.PositiveInfinity, Unit.Bytes).IsNull);
        Assert.True(Value.Of((string?)null).IsNull);
        Assert.True(Value.OfVersion(null).IsNull);
    }

    [Fact]
    public void Values_survive_the_wire()
    {
        byte[] buffer = new byte[Value.WireBytes];
        foreach (Value value in Ascending)
        {
            var writer = new WireWriter(buffer);
            value.Write(ref writer);
            var reader = new WireReader(buffer.AsSpan(0, writer.Length));
            Assert.True(Value.TryRead(ref reader, out Value read));
            Assert.True(reader.Complete);
            Assert.Equal(value, read);
            Assert.Equal((value.Kind, value.Unit), (read.Kind, read.Unit));
            for (int cut = 0; cut < writer.Length; cut++)
            {
                var partial = new WireReader(buffer.AsSpan(0, cut));
                Assert.False(Value.TryRead(ref partial, out _));
            }
        }
    }

    [Fact]
    public void Long_text_is_cut_at_a_whole_character()
    {
        byte[] buffer = new byte[Value.WireBytes];
        foreach (int length in (int[])[127, 128, 129, 5000])
        {
            string text = string.Concat(Enumerable.Repeat("🙂", length)) + "x";
            var writer = new WireWriter(buffer);
            Value.Of(text).Write(ref writer);
            var reader = new WireReader(buffer.AsSpan(0, writer.Length));
            Assert.True(Value.TryRead(ref reader, out Value read));
            Assert.StartsWith(read.AsText, text, StringComparison.Ordinal);
            Assert.Equal(Math.Min(length, 128) * 2, read.AsText.Replace("x", "").Length);
        }
    }

    [Fact]
    public void Half_a_character_becomes_the_replacement_character()
    {
        byte[] buffer = new byte[Value.WireBytes];
        var writer = new WireWriter(buffer);
        Value.Of("a\ud800b").Write(ref writer);
        var reader = new WireReader(buffer.AsSpan(0, writer.Length));
        Assert.True(Value.TryRead(ref reader, out Value read));
        Assert.Equal("a\ufffdb", read.AsText);
    }

    [Fact]
    public void Random_bytes_are_refused_or_read_as_what_would_be_written() =>
        Seed.Run((ref Rng rng) =>
        {
            byte[] input = new byte[24];
            byte[] output = new byte[Value.WireBytes];
            for (int count = 0; count < 20_000; count++)
            {
                Seed.Fill(input, ref rng);
                input[0] &= 0x57;
                var reader = new WireReader(input);
                if (!Value.TryRead(ref reader, out Value value))
                {
                    Assert.True(reader.HasFailed);
                    continue;
                }

                var writer = new WireWriter(output);
                value.Write(ref writer);
                bool isNegativeZero = value.Kind == ValueKind.Float && value.AsNumber == 0;
                Assert.True(isNegativeZero
                    || input.AsSpan().StartsWith(output.AsSpan(0, writer.Length)));
            }
        });

    [Fact]
    public void Times_are_written_and_read_by_the_calendar()
    {
        (string Text, long Time)[] pairs =
        [
            ("1970-01-01T00:00:00.000Z", 0), ("1969-12-31T23:59:59.999Z", -1),
            ("2000-02-29T12:00:00.000Z", 951_825_600_000),
            ("2026-01-31T00:00:00.000Z", 1_769_817_600_000),
            ("9999-12-31T23:59:59.999Z", 253_402_300_799_999),
            ("0001-01-01T00:00:00.000Z", -62_135_596_800_000),
        ];
        foreach ((string text, long time) in pairs)
        {
            Assert.Equal(text, TimeText.Of(time));
            Assert.True(TimeText.TryParse(text, out long read));
            Assert.Equal(time, read);
        }

        foreach (string text in (string[])["", "2026", "2026-02-30", "2026-13-01",
            "2026-01-01T24:00", "2026-01-01T00:60", "2026-1-1", "2026-01-01T00:00+01:00",
            "x026-01-01", "2026-01-00"])
        {
            Assert.False(TimeText.TryParse(text, out _), text);
        }

        Assert.True(TimeText.TryParse("2026-01-31 01:02:03.4", out long short4));
        Assert.Equal("2026-01-31T01:02:03.400Z", TimeText.Of(short4));
    }
}
