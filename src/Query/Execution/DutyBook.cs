using P2PCS.Protocol;

namespace P2PCS.Query.Execution;

/// <summary>Ranges that a node is or was responsible for, a bounded number of them.</summary>
/// <param name="options">Bounds.</param>
internal sealed class DutyBook(QueryKernelOptions options)
{
    private readonly Dictionary<(UInt128 Query, IdRange Range), Duty> duties = [];
    private readonly Dictionary<PeerId, int> senders = [];
    private readonly Queue<Duty> kept = new();
    private int keptBytes;

    /// <summary>Whether there is no room for another.</summary>
    public bool IsFull => duties.Count - kept.Count >= options.DutiesMax;

    /// <summary>Ranges in it, answered ones included.</summary>
    public int Count => duties.Count;

    public Duty? Find(UInt128 query, IdRange range) => duties.GetValueOrDefault((query, range));

    /// <summary>Whether it works on as much for a sender as it would.</summary>
    public bool IsFullOf(PeerId sender) =>
        senders.GetValueOrDefault(sender) >= options.DutiesPerSender;

    public void Add(Duty duty)
    {
        duties.Add((duty.Ask.Query, duty.Ask.Range), duty);
        senders[duty.From] = senders.GetValueOrDefault(duty.From) + 1;
    }

    /// <summary>Takes note that one is worked on no more.</summary>
    public void Settle(Duty duty)
    {
        if (--senders[duty.From] == 0)
            senders.Remove(duty.From);
    }

    /// <summary>Keeps an answered one; the oldest go where there are too many.</summary>
    public void Keep(Duty duty)
    {
        kept.Enqueue(duty);
        keptBytes += duty.Answer!.Length;
        while (keptBytes > options.KeptBytes || kept.Count > 4 * options.DutiesMax)
            Drop();
    }

    /// <summary>Forgets one whose time is over; those before it are as old.</summary>
    public void Forget(Instant now, Duty duty)
    {
        if (duty.IsOrigin || now < duty.KeepUntil)
            return;
        while (kept.TryPeek(out Duty? oldest) && oldest.KeepUntil <= now)
            Drop();
    }

    public void Remove(Duty duty) => duties.Remove((duty.Ask.Query, duty.Ask.Range));

    private void Drop()
    {
        Duty oldest = kept.Dequeue();
        keptBytes -= oldest.Answer!.Length;
        Remove(oldest);
    }
}
