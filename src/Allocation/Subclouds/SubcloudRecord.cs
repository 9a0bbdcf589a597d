using System.Diagnostics.CodeAnalysis;
using System.Text;
using P2PCS.Protocol;
using P2PCS.Protocol.Wire;

namespace P2PCS.Allocation.Subclouds;

/// <summary>
/// A subcloud on disk: state, reason (u8), created (i64), count, min (u32), resources, ttl,
/// start-within (u64 ticks), flags (u8), name length (u8), name (UTF-8).
/// </summary>
internal static class SubcloudRecord
{
    public static void Write(Subcloud subcloud, Outbox outbox)
    {
        SubcloudSpec spec = subcloud.Spec;
        WireWriter value = outbox.Open();
        value.U8((byte)subcloud.State);
        value.U8((byte)subcloud.Reason);
        value.U64((ulong)subcloud.CreatedAt.Ticks);
        value.U32((uint)spec.Count);
        value.U32((uint)spec.Min);
        value.Resources(spec.Resources);
        value.U64((ulong)spec.Ttl.Ticks);
        value.U64((ulong)spec.StartWithin.Ticks);
        value.U8(spec.ReleaseWhenIdle ? (byte)1 : (byte)0);
        byte[] name = Encoding.UTF8.GetBytes(spec.Name ?? "");
        value.U8((byte)name.Length);
        foreach (byte b in name)
            value.U8(b);
        outbox.Write(RecordKind.Subcloud, spec.Id, value);
    }

    public static bool TryRead(
        UInt128 id, ReadOnlySpan<byte> record, [NotNullWhen(true)] out Subcloud? subcloud)
    {
        var reader = new WireReader(record);
        var state = (SubcloudState)reader.U8();
        var reason = (ReasonCode)reader.U8();
        var createdAt = new Instant((long)reader.U64());
        int count = (int)reader.U32();
        int min = (int)reader.U32();
        Resources resources = reader.Resources();
        var ttl = new TimeSpan((long)reader.U64());
        var startWithin = new TimeSpan((long)reader.U64());
        bool releaseWhenIdle = reader.U8() == 1;
        byte[] name = new byte[reader.U8()];
        for (int i = 0; i < name.Length; i++)
            name[i] = reader.U8();
        subcloud = null;
        if (!reader.Complete)
            return false;
        string? text = name.Length == 0 ? null : Encoding.UTF8.GetString(name);
        var spec = new SubcloudSpec(
            id, text, count, min, resources, ttl, startWithin, releaseWhenIdle);
        subcloud = new Subcloud(spec, createdAt) { State = state, Reason = reason };
        return true;
    }
}
