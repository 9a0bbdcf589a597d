using P2PCS.Protocol;

namespace P2PCS.Host.Sealing;

/// <summary>All sessions of a peer: found by index when a datagram comes, by address when one
/// shall go. Bounded: a new address drops the one that was used longest ago.</summary>
public sealed class SessionTable : IDisposable
{
    private readonly SealingOptions options;
    private readonly PeerId self;
    private readonly BoundedTable<PeerAddress, Link> links;
    private readonly Dictionary<uint, Session> byIndex = [];

    /// <summary>A table without sessions.</summary>
    public SessionTable(SealingOptions options, PeerId self)
    {
        this.options = options;
        this.self = self;
        links = new(options.Sessions);
    }

    /// <summary>Addresses with a confirmed session.</summary>
    public int Count => links.Count;

    /// <summary>Sessions of every state.</summary>
    public int Indexes => byIndex.Count;

    /// <summary>The session of an index, or null.</summary>
    public Session? Find(uint index) => byIndex.GetValueOrDefault(index);

    /// <summary>What there is with an address, or null; counts as use.</summary>
    public Link? Use(PeerAddress address) =>
        links.TryUse(address, out Link? link) ? link : null;

    /// <summary>What there is with an address, or null; not a use.</summary>
    public Link? Look(PeerAddress address) => links.Find(address);

    /// <summary>An index that no session has.</summary>
    public uint NewIndex(SealingEntropy entropy)
    {
        uint index;
        do
            index = (uint)entropy.Next();
        while (byIndex.ContainsKey(index));
        return index;
    }

    /// <summary>Makes a session known by its index; false where another has it.</summary>
    public bool TryAdd(Session session) => byIndex.TryAdd(session.Terms.LocalIndex, session);

    /// <summary>Ends a session that no link holds.</summary>
    public void Drop(Session? session)
    {
        if (session is null)
            return;
        byIndex.Remove(session.Terms.LocalIndex);
        session.Dispose();
    }

    /// <summary>Gives a confirmed session, known by its index, to its address's link.</summary>
    public Link Promote(Instant now, Session session)
    {
        PeerAddress address = session.Terms.Peer.Address;
        MakeRoomFor(session.Terms.Peer);
        if (links.TryUse(address, out Link? link))
        {
            Drop(link.Take(session, self, now + options.Grace, options.ConfirmWithin));
            if (link.Previous is { } old && old.Terms.Peer.Epoch != session.Terms.Peer.Epoch)
                Drop(link.DropPrevious());
            return link;
        }

        link = new Link(session);
        if (links.Add(address, link) is { } evicted)
            Drop(evicted);
        return link;
    }

    /// <summary>Ends what is over: sessions past their end, links that nobody used.</summary>
    public void Sweep(Instant now)
    {
        foreach ((PeerAddress _, Link link) in links)
        {
            if (link.Previous is { } old && old.EndsAt <= now)
                Drop(link.DropPrevious());
        }

        RemoveAll(link => link.Current.EndsAt <= now
            || link.Current.LastUse + options.IdleAfter <= now);
    }

    /// <summary>Ends every session with a peer.</summary>
    public void Forget(PeerId peer) => RemoveAll(link => link.Current.Terms.Peer.Id == peer
        || link.Previous?.Terms.Peer.Id == peer);

    /// <summary>Follows a change of the cloud's keys: sessions under a generation that is no
    /// longer accepted end, those under an older one are replaced soon.</summary>
    /// <param name="keys">The keys from now on.</param>
    /// <param name="rekeyAt">When to replace a session; called once for each.</param>
    public void Follow(Membership.Admission.CloudKeys keys, Func<Instant> rekeyAt)
    {
        RemoveAll(link => keys.Find(link.Current.Terms.Generation) is null);
        foreach ((PeerAddress _, Link link) in links)
        {
            if (link.Previous is { } old && keys.Find(old.Terms.Generation) is null)
                Drop(link.DropPrevious());
            if (link.Current.Terms.Generation != keys.Current.Generation)
                link.Current.RekeyAt = Instant.Min(link.Current.RekeyAt, rekeyAt());
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Session session in byIndex.Values)
            session.Dispose();
    }

    // One member may not fill the table from many ports; links come in the order of their use.
    private void MakeRoomFor(in Sender peer)
    {
        Link? oldest = null;
        int count = 0;
        foreach ((PeerAddress address, Link link) in links)
        {
            if (link.Current.Terms.Peer.Id != peer.Id || address == peer.Address)
                continue;
            oldest ??= link;
            count++;
        }

        if (count >= options.SessionsOfPeer)
            Drop(links.Remove(oldest!.Current.Terms.Peer.Address)!);
    }

    private void RemoveAll(Predicate<Link> condition)
    {
        foreach (Link link in links.RemoveAll(condition))
            Drop(link);
    }

    private void Drop(Link link)
    {
        Drop(link.Current);
        Drop(link.Previous);
    }
}
