namespace P2PCS.Host.Sealing;

/// <summary>Parameters of sealed datagrams.</summary>
public sealed record SealingOptions
{
    /// <summary>Addresses with a session at a time. Source: the design's bound.</summary>
    public int Sessions { get; init; } = 10_000;

    /// <summary>Handshakes begun here and not ended. Our guess: what a controller asks at once,
    /// and more.</summary>
    public int Outgoing { get; init; } = 256;

    /// <summary>Handshakes answered here and not confirmed. Our guess.</summary>
    public int Incoming { get; init; } = 256;

    /// <summary>Frames that wait for one handshake; the oldest goes. Our guess.</summary>
    public int QueuedFrames { get; init; } = 4;

    /// <summary>Verified credentials remembered. Our guess.</summary>
    public int Credentials { get; init; } = 1024;

    /// <summary>Source prefixes whose rate is watched at a time. Our guess.</summary>
    public int Prefixes { get; init; } = 4096;

    /// <summary>Datagrams outside of sessions per second from one prefix, before any is opened;
    /// twice as many at once. Our guess: a failed opening costs some microseconds, so this is
    /// less than a hundredth of a core.</summary>
    public double PrefixRate { get; init; } = 500;

    /// <summary>The same from all prefixes together. Our guess.</summary>
    public double TotalRate { get; init; } = 5000;

    /// <summary>Handshakes answered per second; as many at once. Source: a fifth of a core, at
    /// half a millisecond each. A chain not verified yet counts once more for each
    /// <see cref="ChargedBytes"/>; a quarter is kept for addresses with a session.</summary>
    public double HandshakeRate { get; init; } = 400;

    /// <summary>Bytes of an unverified chain that cost as much as a handshake. Source: a link has
    /// some 110 bytes, and six links were measured at 1.7 ms.</summary>
    public int ChargedBytes { get; init; } = 200;

    /// <summary>Of these from one prefix. Our guess: an eighth, so that several prefixes in one
    /// hand do not take all.</summary>
    public double HandshakePrefixRate { get; init; } = 50;

    /// <summary>Of these from one prefix at once. Our guess: a local network that starts.
    /// </summary>
    public double HandshakePrefixBurst { get; init; } = 200;

    /// <summary>Addresses with the cloud's key that were sent a cookie and are expected back.
    /// Our guess.</summary>
    public int Expected { get; init; } = 1024;

    /// <summary>Handshakes begun per second with one prefix that does not answer. Our guess: 30
    /// kB/s, little for whoever is named as a peer without being one.</summary>
    public double UnansweredRate { get; init; } = 10;

    /// <summary>Of these at once. Our guess: a local network of peers that is still starting.
    /// </summary>
    public double UnansweredBurst { get; init; } = 100;

    /// <summary>Addresses of one peer with a session at a time: beyond, the one used longest ago
    /// goes. Our guess: two networks and a change of each.</summary>
    public int SessionsOfPeer { get; init; } = 4;

    /// <summary>Until the second try of a handshake; each further one waits twice as long, all
    /// stretched by up to a half. Our guess: above a continent's two round trips.</summary>
    public TimeSpan FirstRetry { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Tries of a handshake. Our guess.</summary>
    public int Tries { get; init; } = 3;

    /// <summary>No new handshake with an address for so long after one failed. Our guess.
    /// </summary>
    public TimeSpan Pause { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The same after one was refused. Our guess: a refusal rarely goes by itself.
    /// </summary>
    public TimeSpan RefusedPause { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long an answered handshake may stay unconfirmed. Our guess.</summary>
    public TimeSpan ConfirmWithin { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Age at which who began a session replaces it; the other does a tenth later.
    /// Source: the design's 1 h.</summary>
    public TimeSpan RekeyAfter { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Age at which a session ends, replaced or not. Our guess: time for many tries.
    /// </summary>
    public TimeSpan EndAfter { get; init; } = TimeSpan.FromMinutes(75);

    /// <summary>Sessions under an older generation of the cloud's key are replaced within this
    /// time. Our guess: spreads the handshakes of a rotation.</summary>
    public TimeSpan RotateWithin { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>A session nobody used for so long ends. Our guess.</summary>
    public TimeSpan IdleAfter { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How long a replaced session still opens what was on its way. Our guess.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>A cookie is good for one to two of these. Source: WireGuard's 2 min.</summary>
    public TimeSpan CookiePeriod { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Frames under one key before it is replaced; the counter's end is twice that.
    /// Source: NIST SP 800-38D allows 2^32 with counters as nonces.</summary>
    public uint RekeyFrames { get; init; } = 1u << 31;
}
