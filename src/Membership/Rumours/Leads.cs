using P2PCS.Protocol;

namespace P2PCS.Membership.Rumours;

/// <summary>
/// What others tell that only the peer itself can prove: that it restarted, is elsewhere or left.
/// Each leads to a probe and changes nothing until the peer has answered, or has not.
/// </summary>
public sealed class Leads
{
    /// <summary>Most at a time; more are dropped, since they are told again or the peer speaks
    /// itself. Our guess: as many as a node has probes under way.</summary>
    public const int Capacity = 32;

    private readonly Lead[] leads = new Lead[Capacity];
    private int count;

    /// <summary>When the oldest was told; never if there is none.</summary>
    public Instant Since { get; private set; } = Instant.Never;

    /// <summary>Takes a lead, unless it is there already or there are too many.</summary>
    public void Add(Instant now, in Lead lead)
    {
        if (count == Capacity || leads.AsSpan(0, count).Contains(lead))
            return;
        if (count == 0)
            Since = now;
        leads[count++] = lead;
    }

    /// <summary>Takes out one of them; false if there is none.</summary>
    public bool TryTake(out Lead lead)
    {
        lead = default;
        if (count == 0)
            return false;
        lead = leads[--count];
        if (count == 0)
            Since = Instant.Never;
        return true;
    }

    /// <summary>Drops those of a peer that is forgotten.</summary>
    public void Forget(int handle)
    {
        for (int i = count - 1; i >= 0; i--)
        {
            if (leads[i].Handle == handle)
                leads[i] = leads[--count];
        }

        if (count == 0)
            Since = Instant.Never;
    }
}
