using P2PCS.Protocol;
using P2PCS.Query.Values;

namespace P2PCS.Host.Readings;

/// <summary>Values as cells of rows; what is null is NULL.</summary>
internal static class Cells
{
    public static Value Number(double? number) =>
        number is { } known ? Value.Of(known) : Value.Null;

    public static Value Bytes(long? bytes) =>
        bytes is { } known ? Value.Of(known, Unit.Bytes) : Value.Null;

    public static Value Bytes(Resources amount) => Bytes((long)amount.MemMiB << 20);

    public static Value Cores(Resources amount) => Value.Of(amount.CpuMilli / 1000.0);

    public static Value Seconds(TimeSpan? time) =>
        time is { } known ? Value.Of(known.TotalSeconds, Unit.Seconds) : Value.Null;

    public static Value Time(DateTimeOffset? moment) =>
        moment is { } known ? Value.OfTime(known.ToUnixTimeMilliseconds()) : Value.Null;

    public static Value Time(Instant moment) => moment == Instant.Never
        ? Value.Null
        : Value.OfTime(moment.Ticks / TimeSpan.TicksPerMillisecond);

    /// <summary>A word such as <c>peer-alive</c> for a member such as <c>PeerAlive</c>.</summary>
    public static string Dashed(string name) => string.Concat(name.Select((letter, i) =>
        (i > 0 && char.IsUpper(letter) ? "-" : "") + char.ToLowerInvariant(letter)));
}
