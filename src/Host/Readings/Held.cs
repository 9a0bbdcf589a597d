using System.Collections;
using P2PCS.Protocol;

namespace P2PCS.Host.Readings;

/// <summary>A thing and the peer that holds it.</summary>
/// <param name="Of">The thing.</param>
/// <param name="By">The peer.</param>
internal readonly record struct Held<T>(T Of, PeerId By);

/// <summary>A list of things that one peer holds.</summary>
internal sealed class HeldList<T>(IReadOnlyList<T> things, PeerId by) : IReadOnlyList<Held<T>>
{
    /// <inheritdoc/>
    public int Count => things.Count;

    /// <inheritdoc/>
    public Held<T> this[int index] => new(things[index], by);

    /// <inheritdoc/>
    public IEnumerator<Held<T>> GetEnumerator() =>
        things.Select(thing => new Held<T>(thing, by)).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
