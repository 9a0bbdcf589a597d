using System.Diagnostics.CodeAnalysis;

namespace P2PCS.Host.Sealing;

/// <summary>A table of at most so many entries: one more drops the one used longest ago.</summary>
/// <param name="capacity">Most entries, at least one.</param>
public sealed class BoundedTable<TKey, TValue>(int capacity)
    where TKey : notnull
    where TValue : class
{
    private readonly Dictionary<TKey, LinkedListNode<(TKey Key, TValue Value)>> places = [];
    private readonly LinkedList<(TKey Key, TValue Value)> order = new();

    /// <summary>Entries in it.</summary>
    public int Count => places.Count;

    /// <summary>The entry used longest ago and those after it, one after the other; do not change
    /// the table meanwhile.</summary>
    public LinkedList<(TKey Key, TValue Value)>.Enumerator GetEnumerator() =>
        order.GetEnumerator();

    /// <summary>The value of a key, which counts as its use.</summary>
    public bool TryUse(TKey key, [NotNullWhen(true)] out TValue? value)
    {
        value = null;
        if (!places.TryGetValue(key, out LinkedListNode<(TKey Key, TValue Value)>? place))
            return false;
        value = place.Value.Value;
        if (place.Next is not null)
        {
            order.Remove(place);
            order.AddLast(place);
        }

        return true;
    }

    /// <summary>The value of a key, or null; not a use.</summary>
    public TValue? Find(TKey key) =>
        places.TryGetValue(key, out LinkedListNode<(TKey Key, TValue Value)>? place)
            ? place.Value.Value
            : null;

    /// <summary>Adds a key that is not there.</summary>
    /// <returns>The value that had to go for it, or null.</returns>
    public TValue? Add(TKey key, TValue value)
    {
        TValue? dropped = null;
        if (places.Count == capacity && order.First is { } oldest)
        {
            dropped = oldest.Value.Value;
            places.Remove(oldest.Value.Key);
            order.RemoveFirst();
        }

        places.Add(key, order.AddLast((key, value)));
        return dropped;
    }

    /// <summary>Takes a key out; null where it is not there.</summary>
    public TValue? Remove(TKey key)
    {
        if (!places.Remove(key, out LinkedListNode<(TKey Key, TValue Value)>? place))
            return null;
        order.Remove(place);
        return place.Value.Value;
    }

    /// <summary>Takes out every value that meets a condition.</summary>
    /// <returns>What was taken out.</returns>
    public List<TValue> RemoveAll(Predicate<TValue> condition)
    {
        List<TValue> removed = [];
        for (LinkedListNode<(TKey Key, TValue Value)>? place = order.First; place is not null;)
        {
            LinkedListNode<(TKey Key, TValue Value)>? next = place.Next;
            if (condition(place.Value.Value))
            {
                removed.Add(place.Value.Value);
                places.Remove(place.Value.Key);
                order.Remove(place);
            }

            place = next;
        }

        return removed;
    }
}
