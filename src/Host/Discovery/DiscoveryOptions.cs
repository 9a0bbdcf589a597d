using System.Net;

namespace P2PCS.Host.Discovery;

/// <summary>Parameters of the discovery on local networks.</summary>
public sealed record DiscoveryOptions
{
    /// <summary>Where announcements go. Source: RFC 2365, section 6.1: 239.255.0.0/16 is for local
    /// networks; the rest is our choice.</summary>
    public IPEndPoint Group { get; init; } = new(IPAddress.Parse("239.255.74.0"), 7402);

    /// <summary>Pause between announcements, before jitter of a tenth. Our guess: who comes back
    /// is found in half a minute, and a hundred peers cost a network 60 bytes in each pause.
    /// </summary>
    public TimeSpan Pause { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Announcements at the start in a pause of a second. Our guess.</summary>
    public int FirstCount { get; init; } = 3;

    /// <summary>Contacts taken in a second at most; others are let pass. Our guess: a handshake
    /// each costs less than a hundredth of a core.</summary>
    public double ContactsPerSecond { get; init; } = 4;

    /// <summary>Contacts taken at once at most. Our guess.</summary>
    public double ContactsBurst { get; init; } = 16;
}
