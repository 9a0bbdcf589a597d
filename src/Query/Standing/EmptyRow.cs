using P2PCS.Query.Values;

namespace P2PCS.Query.Standing;

/// <summary>A row of which nothing is known.</summary>
internal sealed class EmptyRow : Row
{
    /// <summary>The only one.</summary>
    public static EmptyRow Instance { get; } = new();

    /// <inheritdoc/>
    public override Value this[int column] => Value.Null;
}
