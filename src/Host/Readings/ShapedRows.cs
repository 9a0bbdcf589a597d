using System.Collections;
using P2PCS.Query.Values;

namespace P2PCS.Host.Readings;

/// <summary>Rows over a list of things, made when they are asked for.</summary>
internal sealed class ShapedRows<T>(TableShape<T> shape, IReadOnlyList<T> subjects)
    : IReadOnlyList<Row>
{
    /// <inheritdoc/>
    public int Count => subjects.Count;

    /// <inheritdoc/>
    public Row this[int index] => shape.Of(subjects[index]);

    /// <inheritdoc/>
    public IEnumerator<Row> GetEnumerator() => subjects.Select(shape.Of).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
