using System.Buffers.Text;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Runtime.ExceptionServices;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using P2PCS.Host.Storage;
using P2PCS.Protocol;

namespace P2PCS.Host.Streams;

/// <summary>Reads blobs and logs from other peers, and tells them things, over one kept connection
/// per peer and address, proving this peer's id and checking theirs. Safe for any number of
/// callers.</summary>
public sealed class StreamClient : IDisposable
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan IdleTimeout = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan KeepTime = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan PingDelay = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan PingTimeout = TimeSpan.FromSeconds(10);
    private static readonly HttpRequestOptionsKey<StreamTarget> TargetKey = new("target");

    // An idle peer reads from nobody, and HTTP and TLS contexts are megabytes.
    private readonly Lazy<SslStreamCertificateContext> own;
    private readonly Lazy<HttpMessageInvoker> invoker;
    private readonly string shown;

    /// <summary>Makes a client; nothing is connected yet.</summary>
    /// <param name="certificate">This peer's certificate with its private key; not disposed here.
    /// </param>
    /// <param name="credential">The chain that makes this peer a member; shown with each request.
    /// </param>
    public StreamClient(X509Certificate2 certificate, ReadOnlySpan<byte> credential)
    {
        shown = Base64Url.EncodeToString(credential);
        own = new(() => SslStreamCertificateContext.Create(certificate, null, offline: true));
        invoker = new(Connectable);
    }

    /// <summary>Asks a peer for something.</summary>
    /// <param name="target">Which peer, and where.</param>
    /// <param name="path">Path and query, from the leading slash.</param>
    /// <param name="cancellation">Gives up waiting for the answer's beginning.</param>
    /// <returns>The answer, whatever its status, as soon as its headers are here; the caller
    /// disposes it. Reading the body has no time limit of its own, but fails within half a minute
    /// of the peer's machine vanishing.</returns>
    /// <exception cref="PeerIdentityMismatchException">Another peer answered.</exception>
    /// <exception cref="HttpRequestException">The peer cannot be reached, took longer than 5 s to
    /// connect or 30 s to answer, or refuses this peer.</exception>
    public async Task<HttpResponseMessage> GetAsync(
        StreamTarget target, string path, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        return await SendAsync(target, request, cancellation);
    }

    /// <summary>Asks a peer for something, or tells it something: as <see cref="GetAsync"/>.
    /// </summary>
    /// <param name="target">Which peer, and where.</param>
    /// <param name="request">What; its address is path and query alone. The caller disposes it.
    /// </param>
    /// <param name="cancellation">Gives up waiting for the answer's beginning.</param>
    /// <returns>The answer; the caller disposes it.</returns>
    /// <exception cref="PeerIdentityMismatchException">Another peer answered.</exception>
    /// <exception cref="HttpRequestException">As there.</exception>
    public async Task<HttpResponseMessage> SendAsync(
        StreamTarget target, HttpRequestMessage request, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.RequestUri = new Uri($"https://{target.Authority}{request.RequestUri}");
        request.Version = HttpVersion.Version20;
        request.VersionPolicy = HttpVersionPolicy.RequestVersionExact;
        request.Options.Set(TargetKey, target);
        request.Headers.TryAddWithoutValidation(MemberGate.CredentialHeader, shown);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(IdleTimeout);
        try
        {
            return await invoker.Value.SendAsync(request, limit.Token);
        }
        catch (HttpRequestException refused)
        {
            if (refused.InnerException is PeerIdentityMismatchException mismatch)
            {
                ExceptionDispatchInfo.Throw(mismatch);
            }

            throw new HttpRequestException(refused.HttpRequestError,
                $"Cannot reach {target}: " + Innermost(refused).Message, refused);
        }
        catch (OperationCanceledException late) when (!cancellation.IsCancellationRequested)
        {
            throw new HttpRequestException(HttpRequestError.ConnectionError,
                $"Cannot reach {target}: it did not answer in time.", late);
        }
    }

    /// <summary>Copies a blob from a peer into the store, if it has the right bytes.</summary>
    /// <param name="target">Which peer, and where.</param>
    /// <param name="digest">Which blob.</param>
    /// <param name="store">Where to; a blob that is there already is not fetched.</param>
    /// <param name="maxBytes">The longest blob to accept, in bytes.</param>
    /// <param name="cancellation">Stops the copy.</param>
    /// <returns>True when the blob is in the store. False when the peer has no such blob, may not
    /// give it to this peer, or sent other bytes; nothing is stored then.</returns>
    /// <exception cref="BlobTooLargeException">The blob is longer; nothing is stored.</exception>
    /// <exception cref="PeerIdentityMismatchException">Another peer answered.</exception>
    /// <exception cref="HttpRequestException">The peer cannot be reached, or answered with an
    /// error.</exception>
    /// <exception cref="IOException">The copy broke off, or nothing came for 30 s, or the disk
    /// refuses; nothing is stored.</exception>
    public async Task<bool> FetchBlobAsync(
        StreamTarget target,
        Digest digest,
        BlobStore store,
        long maxBytes,
        CancellationToken cancellation)
    {
        if (store.Contains(digest))
        {
            return true;
        }

        using var response = await GetAsync(target, $"/blobs/{digest}", cancellation);
        if (response.StatusCode == HttpStatusCode.NotFound)
        {
            return false;
        }

        response.EnsureSuccessStatusCode();
        if (response.Content.Headers.ContentLength > maxBytes)
        {
            throw new BlobTooLargeException(maxBytes);
        }

        await using var body = await response.Content.ReadAsStreamAsync(cancellation);
        await using var source = new IdleTimeoutStream(body, IdleTimeout);
        return await store.PutAsync(digest, source, maxBytes, cancellation);
    }

    /// <summary>Closes all connections; answers still being read break off.</summary>
    public void Dispose() => invoker.Value.Dispose();

    private HttpMessageInvoker Connectable() => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        ActivityHeadersPropagator = null,
        ConnectTimeout = ConnectTimeout,
        ConnectCallback = ConnectAsync,
        PooledConnectionIdleTimeout = KeepTime,
        KeepAlivePingDelay = PingDelay,
        KeepAlivePingTimeout = PingTimeout,
        KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,

        // A second connection opens only when the first carries all the streams it may.
        EnableMultipleHttp2Connections = true,
    });

    private static Exception Innermost(Exception exception) =>
        exception.InnerException is { } inner ? Innermost(inner) : exception;

    private async ValueTask<Stream> ConnectAsync(
        SocketsHttpConnectionContext connection, CancellationToken cancellation)
    {
        if (!connection.InitialRequestMessage.Options.TryGetValue(TargetKey, out var target))
        {
            throw new InvalidOperationException("A request names no target.");
        }

        var socket = new Socket(
            target.Endpoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp)
        {
            NoDelay = true,
        };
        try
        {
            await socket.ConnectAsync(target.Endpoint, cancellation);
            return await SecureAsync(
                new NetworkStream(socket, ownsSocket: true), target, cancellation);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private async Task<SslStream> SecureAsync(
        NetworkStream plain, StreamTarget target, CancellationToken cancellation)
    {
        PeerIdentityMismatchException? mismatch = null;
        var options = new SslClientAuthenticationOptions
        {
            // No name is sent: it would tell listeners on the way which peer is meant.
            TargetHost = string.Empty,
            ClientCertificateContext = own.Value,
            EnabledSslProtocols = SslProtocols.Tls13,
            ApplicationProtocols = [SslApplicationProtocol.Http2],
            CertificateChainPolicy = PeerCertificates.OfflinePolicy(),
            AllowTlsResume = false,
            RemoteCertificateValidationCallback = (_, shown, _, _) =>
            {
                PeerId? actual = PeerCertificates.TryReadId(shown, out var id) ? id : null;
                mismatch = actual == target.PeerId
                    ? null
                    : new PeerIdentityMismatchException(target, actual);
                return mismatch is null;
            },
        };
        var secure = new SslStream(plain);
        try
        {
            await secure.AuthenticateAsClientAsync(options, cancellation);
            return secure;
        }
        catch (AuthenticationException) when (mismatch is not null)
        {
            await secure.DisposeAsync();
            throw mismatch;
        }
        catch
        {
            await secure.DisposeAsync();
            throw;
        }
    }
}
