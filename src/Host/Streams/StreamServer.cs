using System.Net;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using P2PCS.Protocol;

namespace P2PCS.Host.Streams;

/// <summary>Serves blobs and logs to other peers, and takes their frames: HTTP/2 over TLS 1.3,
/// certificates on both sides. No environment variable or configuration file has a say in
/// it.</summary>
public sealed class StreamServer : IAsyncDisposable
{
    private const int ConnectionsMax = 1024;
    private const int StreamsPerConnectionMax = 256;

    private static readonly TimeSpan HandshakeTimeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan PingDelay = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan PingTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(2);

    private readonly WebApplication application;
    private readonly CancellationTokenSource stopping;

    private StreamServer(
        WebApplication application, CancellationTokenSource stopping, IPEndPoint endpoint)
    {
        this.application = application;
        this.stopping = stopping;
        Endpoint = endpoint;
    }

    /// <summary>Where the server listens, with the port that was picked.</summary>
    public IPEndPoint Endpoint { get; }

    /// <summary>Starts to serve.</summary>
    /// <param name="options">Where, as whom, and what.</param>
    /// <param name="cancellation">Gives up starting.</param>
    /// <returns>The running server; disposing it stops it.</returns>
    /// <exception cref="IOException">The address is in use or not of this machine; nothing runs.
    /// </exception>
    public static async Task<StreamServer> StartAsync(
        StreamServerOptions options, CancellationToken cancellation = default)
    {
        var stopping = new CancellationTokenSource();
        ListenOptions? listening = null;
        var application = Build(options, listen =>
        {
            listening = listen;
            listen.Protocols = HttpProtocols.Http2;
            listen.Use(serve => StrangerLimit.Wrap(serve, options.StrangersFor));
            listen.UseHttps(RequirePeers(options.Certificate));
        });
        new StreamEndpoints(options, stopping.Token).Map(application);
        try
        {
            await application.StartAsync(cancellation);
            return new StreamServer(application, stopping, listening!.IPEndPoint!);
        }
        catch (Exception cause)
        {
            await application.DisposeAsync();
            stopping.Dispose();
            if (cause is System.Net.Sockets.SocketException or IOException)
            {
                throw new IOException(
                    $"Cannot listen at {options.Listen} (TCP): {cause.Message.TrimEnd('.')}. " +
                    "Stop what uses that port, or pass another --listen ADDR:PORT; port 0 picks " +
                    "a free one.", cause);
            }

            throw;
        }
    }

    /// <summary>Stops within about two seconds; answers still under way are cut off in a way that
    /// their readers notice.</summary>
    /// <returns>When the port is free again.</returns>
    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        using var patience = new CancellationTokenSource(StopTimeout);
        await application.StopAsync(patience.Token);
        await application.DisposeAsync();
        stopping.Dispose();
    }

    private static WebApplication Build(
        StreamServerOptions options, Action<ListenOptions> configureListener)
    {
        var builder = WebApplication.CreateEmptyBuilder(
            new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Services.AddSingleton(options.LoggerFactory);
        builder.Services.AddSingleton<IHostLifetime>(new SilentLifetime());
        builder.Services.AddRoutingCore();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = 0;
            kestrel.Limits.MaxConcurrentConnections = ConnectionsMax;
            kestrel.Limits.Http2.MaxStreamsPerConnection = StreamsPerConnectionMax;
            kestrel.Limits.Http2.KeepAlivePingDelay = PingDelay;
            kestrel.Limits.Http2.KeepAlivePingTimeout = PingTimeout;
            kestrel.Listen(options.Listen, configureListener);
        });
        return builder.Build();
    }

    private static TlsHandshakeCallbackOptions RequirePeers(X509Certificate2 certificate)
    {
        var own = SslStreamCertificateContext.Create(certificate, null, offline: true);
        return new TlsHandshakeCallbackOptions
        {
            HandshakeTimeout = HandshakeTimeout,
            OnConnection = _ => ValueTask.FromResult(new SslServerAuthenticationOptions
            {
                ServerCertificateContext = own,
                ClientCertificateRequired = true,
                EnabledSslProtocols = SslProtocols.Tls13,
                ApplicationProtocols = [SslApplicationProtocol.Http2],
                CertificateChainPolicy = PeerCertificates.OfflinePolicy(),
                RemoteCertificateValidationCallback =
                    (_, shown, _, _) => PeerCertificates.TryReadId(shown, out PeerId _),

                // A resumed session would carry no proof of the key.
                AllowTlsResume = false,
            }),
        };
    }
}
