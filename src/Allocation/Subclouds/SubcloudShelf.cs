using P2PCS.Protocol;

namespace P2PCS.Allocation.Subclouds;

/// <summary>All subclouds of a controller; of those that have ended, the last
/// <see cref="Limits.EndedSubclouds"/>.</summary>
internal sealed class SubcloudShelf
{
    private readonly Dictionary<UInt128, Subcloud> byId = [];

    /// <summary>All, oldest first.</summary>
    public List<Subcloud> All { get; } = [];

    /// <summary>Those that have not ended, oldest first.</summary>
    public List<Subcloud> Live { get; } = [];

    /// <summary>Grows when one ends or is forgotten.</summary>
    public long EndedVersion { get; private set; }

    public Subcloud? Find(UInt128 id) => byId.GetValueOrDefault(id);

    public void Add(Subcloud subcloud)
    {
        byId.Add(subcloud.Spec.Id, subcloud);
        All.Add(subcloud);
        if (subcloud.IsEnded)
            EndedVersion++;
        else
            Live.Add(subcloud);
    }

    /// <summary>The live subcloud and the member that a reservation was made for.</summary>
    public bool TryLocate(
        PeerId peer, UInt128 request, out Subcloud subcloud, out Member member)
    {
        foreach (Subcloud candidate in Live)
        {
            Member? found = candidate.MayHaveAsked(request)
                ? candidate.FindMember(peer, request)
                : null;
            if (found is null)
                continue;
            (subcloud, member) = (candidate, found);
            return true;
        }

        (subcloud, member) = (null!, null!);
        return false;
    }

    /// <summary>Sets aside what has ended, and forgets the oldest of that.</summary>
    public void Sweep(Outbox outbox)
    {
        if (Live.RemoveAll(subcloud => subcloud.IsEnded) > 0)
            EndedVersion++;
        int forget = All.Count - Live.Count - Limits.EndedSubclouds;
        for (int i = 0; forget > 0 && i < All.Count; i++)
        {
            if (!All[i].IsEnded)
                continue;
            outbox.Delete(RecordKind.Subcloud, All[i].Spec.Id);
            byId.Remove(All[i].Spec.Id);
            All.RemoveAt(i--);
            forget--;
        }
    }
}
