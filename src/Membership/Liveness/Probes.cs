using P2PCS.Protocol;

namespace P2PCS.Membership.Liveness;

/// <summary>Probes that are not answered yet, a bounded number of them.</summary>
internal sealed class Probes
{
    private const int Capacity = 32;

    private readonly Probe[] open = new Probe[Capacity];

    public int Count { get; private set; }

    public ref Probe this[int place] => ref open[place];

    /// <summary>When the next of them has to be looked at.</summary>
    public Instant NextDeadline
    {
        get
        {
            Instant next = Instant.Never;
            for (int i = 0; i < Count; i++)
                next = Instant.Min(next, open[i].IsShared ? open[i].EndAt : open[i].ShareAt);
            return next;
        }
    }

    /// <summary>Opens a probe; false if there are too many, or one of that peer already.</summary>
    public bool TryOpen(in Probe probe)
    {
        if (Count == Capacity)
            return false;
        for (int i = 0; i < Count; i++)
        {
            if (open[i].Handle == probe.Handle && open[i].IsRelay == probe.IsRelay)
                return false;
        }

        open[Count++] = probe;
        return true;
    }

    /// <summary>The place of the probe of that number, or -1.</summary>
    public int Find(uint number)
    {
        for (int i = 0; i < Count; i++)
        {
            if (open[i].Number == number)
                return i;
        }

        return -1;
    }

    public void Close(int place) => open[place] = open[--Count];

    public void Clear() => Count = 0;

    /// <summary>Closes those of a peer that is forgotten.</summary>
    public void Forget(int handle)
    {
        for (int i = Count - 1; i >= 0; i--)
        {
            if (open[i].Handle == handle)
                Close(i);
        }
    }
}
