using P2PCS.Protocol;

namespace P2PCS.Host.Sealing;

/// <summary>What a peer has with one address: the session it sends by, and the one before it
/// while something of it may still be on its way.</summary>
/// <param name="current">The session to send by.</param>
public sealed class Link(Session current)
{
    /// <summary>The session to send by.</summary>
    public Session Current { get; private set; } = current;

    /// <summary>The session that still opens, or null.</summary>
    public Session? Previous { get; private set; }

    /// <summary>Whether the other said that it does not know the current session.</summary>
    public bool IsDoubted { get; set; }

    /// <summary>Number of the last handshake that the other began here and confirmed.</summary>
    public uint LastNumber { get; set; }

    /// <summary>Takes in a confirmed session.</summary>
    /// <param name="session">The session; from the same address.</param>
    /// <param name="self">This peer.</param>
    /// <param name="graceEnd">When what is replaced ends at the latest.</param>
    /// <param name="window">Sessions made within so long of each other were asked for at once.
    /// </param>
    /// <returns>A session that is over now, or null.</returns>
    /// <remarks>Where both sides asked at once, both keep the session that the peer with the
    /// lower id asked for, whatever came first: they settle on one.</remarks>
    public Session? Take(Session session, PeerId self, Instant graceEnd, TimeSpan window)
    {
        Session? over = Previous;
        bool known = session.Terms.Peer.Id == Current.Terms.Peer.Id;
        bool sameBoot = session.Terms.Peer.Epoch == Current.Terms.Peer.Epoch;
        bool crossed = known && !IsDoubted
            && sameBoot
            && session.Terms.IsInitiator != Current.Terms.IsInitiator
            && session.Terms.Since - Current.Terms.Since < window;
        bool selfIsLower = self.Hash < session.Terms.Peer.Id.Hash;
        if (crossed && Current.Terms.IsInitiator == selfIsLower)
            Previous = session;
        else
            (Current, Previous) = (session, Current);
        Previous.EndsAt = Instant.Min(Previous.EndsAt, graceEnd);
        if (!known || !sameBoot)
            LastNumber = 0;
        IsDoubted = false;
        return over;
    }

    /// <summary>Lets go of the previous session and returns it.</summary>
    public Session? DropPrevious()
    {
        Session? over = Previous;
        Previous = null;
        return over;
    }
}
