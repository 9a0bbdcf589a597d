using System.Text;
using P2PCS.Query.Values;

namespace P2PCS.Query.Aggregates;

/// <summary>How long values are on the wire.</summary>
internal static class ValueBytes
{
    /// <summary>At most as many bytes as the value takes.</summary>
    public static int WireLength(this in Value value) => value.Kind switch
    {
        ValueKind.Null => 1,
        ValueKind.Bool => 2,
        ValueKind.Text or ValueKind.Version =>
            3 + Math.Min(Value.TextBytes, Encoding.UTF8.GetByteCount(value.AsText)),
        _ => 9,
    };
}
