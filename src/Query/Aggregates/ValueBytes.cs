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

    /// <summary>Most characters of a text that is one of many. Our guess: ids are 64.</summary>
    public const int ShortText = 64;

    /// <summary>At most as many bytes as a shortened value takes.</summary>
    public const int ShortBytes = 3 + (3 * ShortText);

    /// <summary>The value, a long text cut: for states that hold many values.</summary>
    public static Value Shortened(this in Value value) =>
        value.Kind == ValueKind.Text && value.AsText.Length > ShortText
            ? Value.Of(value.AsText[..ShortText])
            : value;
}
