namespace P2PCS.Protocol;

/// <summary>A list that keeps its room when emptied.</summary>
internal struct OutboxLane<T>(int capacity)
    where T : struct
{
    private T[] items = new T[capacity];
    private int count;

    public readonly ReadOnlySpan<T> Items => items.AsSpan(0, count);

    public void Add(in T item)
    {
        if (count == items.Length)
            Array.Resize(ref items, 2 * count);
        items[count++] = item;
    }

    public void Clear() => count = 0;
}
