using P2PCS.Protocol;

namespace P2PCS.Simulation.Engine;

/// <summary>
/// What is going to happen, by moment and, within a moment, in the order it was put down: a heap
/// of small keys with four children each, and the events apart from them.
/// </summary>
internal sealed class Agenda
{
    private const int Children = 4;

    private readonly Stack<int> free = new();
    private Key[] heap = new Key[1024];
    private Happening[] events = new Happening[1024];
    private int count;
    private int used;
    private long sequence;

    /// <summary>When the next thing happens; never, if nothing does.</summary>
    public Instant Next => count == 0 ? Instant.Never : new Instant(heap[0].Ticks);

    /// <summary>Puts something down.</summary>
    public void Add(Instant moment, in Happening happening)
    {
        if (!free.TryPop(out int place))
            place = used++;
        if (place == events.Length)
            Array.Resize(ref events, 2 * place);
        if (count == heap.Length)
            Array.Resize(ref heap, 2 * count);
        events[place] = happening;
        Rise(count++, new Key(moment.Ticks, sequence++, place));
    }

    /// <summary>Takes the next thing; there must be one.</summary>
    public Happening Take()
    {
        int place = heap[0].Place;
        Key last = heap[--count];
        if (count > 0)
            Sink(last);
        Happening happening = events[place];
        events[place] = default;
        free.Push(place);
        return happening;
    }

    private void Rise(int hole, Key key)
    {
        while (hole > 0)
        {
            int parent = (hole - 1) / Children;
            if (!key.IsBefore(heap[parent]))
                break;
            heap[hole] = heap[parent];
            hole = parent;
        }

        heap[hole] = key;
    }

    private void Sink(Key key)
    {
        int hole = 0;
        for (int first = 1; first < count; first = (hole * Children) + 1)
        {
            int least = first;
            int end = Math.Min(first + Children, count);
            for (int child = first + 1; child < end; child++)
                least = heap[child].IsBefore(heap[least]) ? child : least;
            if (!heap[least].IsBefore(key))
                break;
            heap[hole] = heap[least];
            hole = least;
        }

        heap[hole] = key;
    }

    private readonly record struct Key(long Ticks, long Sequence, int Place)
    {
        public bool IsBefore(in Key other) =>
            Ticks < other.Ticks || (Ticks == other.Ticks && Sequence < other.Sequence);
    }
}
