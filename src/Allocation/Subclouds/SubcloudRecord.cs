using System.Diagnostics.CodeAnalysis;
using System.Text;
using P2PCS.Protocol;
using P2PCS.Protocol.Wire;

namespace P2PCS.Allocation.Subclouds;

/// <summary>
/// A subcloud on disk and on the wire: state, reason (u8), created (u64), count, min (u32),
/// resources, ttl, start-within, lost-after (u64 ticks), most replacements (u32), flags (u8),
/// fingerprint (digest), name and labels (length u16, UTF-8).
/// </summary>
internal static class SubcloudRecord
{
    private const int TextBytes = 600;

    public static void Write(Subcloud subcloud, Outbox outbox)
    {
        WireWriter value = outbox.Open();
        Write(subcloud, ref value);
        outbox.Write(RecordKind.Subcloud, subcloud.Spec.Id, value);
    }

    public static void Write(Subcloud subcloud, ref WireWriter value)
    {
        SubcloudSpec spec = subcloud.Spec;
        value.U8((byte)subcloud.State);
        value.U8((byte)subcloud.Reason);
        value.U64((ulong)subcloud.CreatedAt.Ticks);
        value.U32((uint)spec.Count);
        value.U32((uint)spec.Min);
        value.Resources(spec.Resources);
        value.U64((ulong)spec.Ttl.Ticks);
        value.U64((ulong)spec.StartWithin.Ticks);
        value.U64((ulong)spec.LostAfter.Ticks);
        value.U32((uint)spec.ReplaceMax);
        value.U8(spec.ReleaseWhenIdle ? (byte)1 : (byte)0);
        value.Digest(spec.Fingerprint);
        Write(spec.Name ?? "", ref value);
        Write(spec.Labels, ref value);
    }

    public static bool TryRead(
        UInt128 id, ReadOnlySpan<byte> record, [NotNullWhen(true)] out Subcloud? subcloud)
    {
        var reader = new WireReader(record);
        Subcloud found = Read(id, ref reader);
        subcloud = reader.Complete ? found : null;
        return subcloud is not null;
    }

    /// <summary>Reads one; whether all was there is for the reader to say.</summary>
    public static Subcloud Read(UInt128 id, ref WireReader reader)
    {
        var state = (SubcloudState)reader.U8();
        var reason = (ReasonCode)reader.U8();
        var createdAt = new Instant(Ticks(ref reader));
        int count = (int)Math.Min(reader.U32(), int.MaxValue);
        int min = (int)Math.Min(reader.U32(), int.MaxValue);
        Resources resources = reader.Resources();
        var ttl = new TimeSpan(Ticks(ref reader));
        var startWithin = new TimeSpan(Ticks(ref reader));
        var lostAfter = new TimeSpan(Ticks(ref reader));
        int replaceMax = (int)Math.Min(reader.U32(), int.MaxValue);
        byte flags = reader.U8();
        Digest fingerprint = reader.Digest();
        string name = Text(ref reader);
        string labels = Text(ref reader);
        reader.Require(state <= SubcloudState.Releasing && flags <= 1);
        reader.Require(min > 0 && min <= count && count <= Limits.SubcloudMembers);
        reader.Require(replaceMax <= Limits.Replacements);
        var spec = new SubcloudSpec(
            id,
            name.Length == 0 ? null : name,
            count,
            min,
            resources,
            ttl,
            startWithin,
            flags == 1)
        {
            LostAfter = lostAfter,
            ReplaceMax = replaceMax,
            Labels = labels,
            Fingerprint = fingerprint,
        };
        return new Subcloud(spec, createdAt) { State = state, Reason = reason };
    }

    private static long Ticks(ref WireReader reader)
    {
        ulong ticks = reader.U64();
        reader.Require(ticks <= long.MaxValue);
        return (long)(ticks & long.MaxValue);
    }

    private static void Write(string text, ref WireWriter value)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        Invariant.Holds(bytes.Length <= TextBytes);
        value.U16((ushort)bytes.Length);
        value.Bytes(bytes);
    }

    private static string Text(ref WireReader reader)
    {
        int length = reader.U16();
        reader.Require(length <= TextBytes);
        ReadOnlySpan<byte> bytes = reader.Bytes(length);
        string text = Encoding.UTF8.GetString(bytes);

        // Only what would be written again: UTF-8 that is none turns into another text.
        reader.Require(Encoding.UTF8.GetByteCount(text) == bytes.Length
            && Encoding.UTF8.GetBytes(text).AsSpan().SequenceEqual(bytes));
        return text;
    }
}
