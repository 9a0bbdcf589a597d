using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace P2PCS.Host.Streams;

/// <summary>What a <see cref="StreamServer"/> needs to start.</summary>
public sealed record StreamServerOptions
{
    /// <summary>TCP address and port to listen at; port 0 picks a free one.</summary>
    public required IPEndPoint Listen { get; init; }

    /// <summary>This peer's certificate with its private key; not disposed here.</summary>
    public required X509Certificate2 Certificate { get; init; }

    /// <summary>Where the server logs to; not disposed here.</summary>
    public required ILoggerFactory LoggerFactory { get; init; }

    /// <summary>What other peers may read, and where their frames go.</summary>
    public required StreamSources Sources { get; init; }

    /// <summary>Counts the frames that are refused.</summary>
    public StreamedCounts Counts { get; init; } = new();

    /// <summary>How long a connection may be there before somebody is let in by it. Our guess:
    /// twice a slow TLS handshake.</summary>
    public TimeSpan StrangersFor { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Who is let in.</summary>
    public required MemberGate Gate { get; init; }
}
