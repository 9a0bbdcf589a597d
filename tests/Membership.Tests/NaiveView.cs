namespace P2PCS.Membership.Tests;

/// <summary>A view as the paper's sentences say, without a thought for speed.</summary>
public sealed class NaiveView
{
    private readonly SortedDictionary<int, ushort> entries = [];
    private readonly int capacity;

    public NaiveView(int capacity, ReadOnlySpan<int> names, ReadOnlySpan<ushort> ages)
    {
        this.capacity = capacity;
        for (int i = 0; i < names.Length; i++)
            entries.Add(names[i], ages[i]);
    }

    /// <summary>Returns how many were taken in as new.</summary>
    public int Merge(int[] names, ushort[] ages, int[] sent)
    {
        // Differs from the paper: a name that both sent to each other is not replaced.
        var replaceable = new Queue<int>(sent.Where(name => !names.Contains(name)));
        int added = 0;
        for (int i = 0; i < names.Length; i++)
        {
            if (entries.TryGetValue(names[i], out ushort age))
            {
                entries[names[i]] = Math.Min(age, ages[i]);
            }
            else if (entries.Count < capacity || MakeRoom(replaceable))
            {
                entries.Add(names[i], ages[i]);
                added++;
            }
        }

        return added;
    }

    public override string ToString() =>
        string.Join(' ', entries.Select(entry => $"{entry.Key}:{entry.Value}"));

    private bool MakeRoom(Queue<int> replaceable)
    {
        while (replaceable.TryDequeue(out int name))
        {
            if (entries.Remove(name))
                return true;
        }

        return false;
    }
}
