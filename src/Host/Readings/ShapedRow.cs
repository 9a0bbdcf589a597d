using P2PCS.Query.Values;

namespace P2PCS.Host.Readings;

/// <summary>A row that is read from one thing.</summary>
internal sealed class ShapedRow<T>(TableShape<T> shape, T subject) : Row
{
    /// <inheritdoc/>
    public override Value this[int column] => shape.Read(subject, column);
}
