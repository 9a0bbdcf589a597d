using P2PCS.Protocol;

namespace P2PCS.Membership.Liveness;

/// <summary>Probes that are not answered yet, a bounded number of them.</summary>
internal sealed class Probes
{
    private const int Capacity = 32;
    private const int MostLeads = 16;

    private readonly Probe[] open = new Probe[Capacity + MostLeads];

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

    /// <summary>Opens a probe; false if there are too many, or one of that peer already. Leads
    /// have places of their own.</summary>
    public bool TryOpen(in Probe probe)
    {
        int alike = 0;
        for (int i = 0; i < Count; i++)
        {
            bool isSame = open[i].Handle == probe.Handle
                && open[i].IsRelay == probe.IsRelay && open[i].At == probe.At;
            if (isSame)
                return false;
            alike += open[i].IsLead == probe.IsLead ? 1 : 0;
        }

        if (alike >= (probe.IsLead ? MostLeads : Capacity))
            return false;

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
