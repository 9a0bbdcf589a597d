namespace P2PCS.Host.Rest.Bodies;

/// <summary>Datagrams and bytes since the start, and lately.</summary>
/// <param name="SentFrames">Frames sent.</param>
/// <param name="SentBytes">Bytes sent.</param>
/// <param name="ReceivedFrames">Datagrams received, refused ones included.</param>
/// <param name="ReceivedBytes">Bytes received, refused ones included.</param>
/// <param name="Dropped">Datagrams dropped because the mailbox was full.</param>
/// <param name="Refused">Datagrams refused, by reason.</param>
/// <param name="Recent">Rates of all kinds together.</param>
/// <param name="Kinds">Every kind of which something was sent or received, and direction.</param>
public sealed record TrafficBody(
    long SentFrames,
    long SentBytes,
    long ReceivedFrames,
    long ReceivedBytes,
    long Dropped,
    IReadOnlyDictionary<string, long> Refused,
    RecentTrafficBody Recent,
    IReadOnlyList<KindTrafficBody> Kinds);

/// <summary>Rates over the last seconds.</summary>
/// <param name="Seconds">Over how many: about 10, fewer after a start, 0 before the first.</param>
/// <param name="SentFrames">Frames sent per second.</param>
/// <param name="SentBytes">Bytes sent per second.</param>
/// <param name="ReceivedFrames">Datagrams received per second.</param>
/// <param name="ReceivedBytes">Bytes received per second.</param>
public sealed record RecentTrafficBody(
    double Seconds,
    double SentFrames,
    double SentBytes,
    double ReceivedFrames,
    double ReceivedBytes);

/// <summary>Traffic of one kind in one direction.</summary>
/// <param name="Kind">Such as <c>ping</c>; <c>none</c> for datagrams that were refused.</param>
/// <param name="Direction"><c>sent</c> or <c>received</c>.</param>
/// <param name="Frames">Datagrams since the start.</param>
/// <param name="Bytes">Bytes since the start.</param>
/// <param name="FramesPerSecond">Datagrams per second over the last ten seconds.</param>
/// <param name="BytesPerSecond">Bytes per second over the last ten seconds.</param>
public sealed record KindTrafficBody(
    string Kind,
    string Direction,
    long Frames,
    long Bytes,
    double FramesPerSecond,
    double BytesPerSecond);
