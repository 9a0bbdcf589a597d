using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Security;
using System.Runtime.Versioning;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using P2PCS.Host.Storage;
using P2PCS.Host.Streams;
using P2PCS.Membership.Admission;
using P2PCS.Protocol;

namespace P2PCS.Host.Tests.Streams;

[UnsupportedOSPlatform("windows")]
[SuppressMessage("Design", "CA1001", Justification = "xunit disposes through IAsyncLifetime.")]
public sealed class StreamTests : IAsyncLifetime
{
    private const long Limit = 16 << 20;
    private const string LogPath = "/attempts/000000000000000000000000000000ff/2/logs";

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);

    private readonly TestPeer owner = new();
    private readonly TestPeer reader = new();

    public Task InitializeAsync() => owner.ServeAsync();

    public async Task DisposeAsync()
    {
        await reader.DisposeAsync();
        await owner.DisposeAsync();
    }

    [Fact]
    public async Task A_blob_of_5_MB_arrives_identical_and_the_caller_is_known()
    {
        var content = RandomNumberGenerator.GetBytes(5 << 20);
        var digest = await owner.StoreAsync(content);
        PeerId caller = default;
        owner.MayRead = (id, asked) =>
        {
            caller = id;
            return asked == digest;
        };

        Assert.True(await FetchAsync(digest));

        Assert.Equal(content, await File.ReadAllBytesAsync(reader.Blobs.PathOf(digest)));
        Assert.Equal(reader.Identity.Id, caller);
    }

    [Fact]
    public async Task A_blob_answer_tells_its_length_and_speaks_http2()
    {
        var digest = await owner.StoreAsync(new byte[777]);

        using var response = await GetAsync($"/blobs/{digest}");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(HttpVersion.Version20, response.Version);
        Assert.Equal(777, response.Content.Headers.ContentLength);
    }

    [Fact]
    public async Task A_server_with_another_id_is_refused()
    {
        var digest = await owner.StoreAsync([1]);
        var asked = false;
        owner.MayRead = (_, _) => asked = true;
        var wrong = new StreamTarget(owner.Endpoint, reader.Identity.Id);

        var refused = await Assert.ThrowsAsync<PeerIdentityMismatchException>(
            () => reader.Client.FetchBlobAsync(wrong, digest, reader.Blobs, Limit, default));

        Assert.Equal(reader.Identity.Id, refused.Expected);
        Assert.Equal(owner.Identity.Id, refused.Actual);
        Assert.False(asked);
    }

    [Fact]
    public async Task A_kept_connection_is_not_used_for_another_id()
    {
        var digest = await owner.StoreAsync([1]);
        Assert.True(await FetchAsync(digest));
        var wrong = new StreamTarget(owner.Endpoint, PeerId.None);

        await Assert.ThrowsAsync<PeerIdentityMismatchException>(
            () => reader.Client.GetAsync(wrong, $"/blobs/{digest}", default));
    }

    [Fact]
    public async Task A_caller_without_a_certificate_is_refused()
    {
        var digest = await owner.StoreAsync([1]);

        await AssertRefusedAsync(null, digest);
    }

    [Fact]
    public async Task A_caller_with_another_kind_of_key_is_refused()
    {
        var digest = await owner.StoreAsync([1]);
        using var rsa = RSA.Create(2048);
        var request = new CertificateRequest(
            "CN=rsa", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate = request.CreateSelfSigned(
            DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue.AddDays(-1));

        await AssertRefusedAsync(certificate, digest);
    }

    [Fact]
    public async Task A_blob_the_caller_may_not_read_is_not_found()
    {
        var digest = await owner.StoreAsync([1, 2, 3]);
        owner.MayRead = (_, _) => false;

        using var response = await GetAsync($"/blobs/{digest}");

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.False(await FetchAsync(digest));
        Assert.Empty(reader.Blobs.All());
    }

    [Theory]
    [InlineData("/blobs/abc", HttpStatusCode.NotFound)]
    [InlineData("/elsewhere", HttpStatusCode.NotFound)]
    [InlineData("/attempts/ff/2/logs?stream=stdout", HttpStatusCode.BadRequest)]
    [InlineData(LogPath, HttpStatusCode.BadRequest)]
    [InlineData(LogPath + "?stream=stdin", HttpStatusCode.BadRequest)]
    [InlineData(LogPath + "?stream=stdout", HttpStatusCode.NotFound)]
    public async Task What_is_not_here_is_answered_without_harm(string path, HttpStatusCode status)
    {
        using var response = await GetAsync(path);

        Assert.Equal(status, response.StatusCode);
    }

    [Fact]
    public async Task Wrong_bytes_are_refused_and_not_stored()
    {
        var digest = await owner.StoreAsync("right"u8.ToArray());
        await File.WriteAllTextAsync(owner.Blobs.PathOf(digest), "wrong");

        Assert.False(await FetchAsync(digest));

        Assert.Empty(reader.Blobs.All());
    }

    [Fact]
    public async Task A_blob_over_the_limit_is_not_fetched()
    {
        var digest = await owner.StoreAsync(new byte[1001]);

        await Assert.ThrowsAsync<BlobTooLargeException>(() => reader.Client.FetchBlobAsync(
            owner.Target, digest, reader.Blobs, 1000, default));

        Assert.Empty(reader.Blobs.All());
    }

    [Fact]
    public async Task A_blob_that_is_here_already_is_not_fetched()
    {
        var digest = await reader.StoreAsync([4, 5, 6]);
        await owner.StopAsync();
        var nobody = new StreamTarget(new IPEndPoint(IPAddress.Loopback, 1), PeerId.None);

        Assert.True(await reader.Client.FetchBlobAsync(
            nobody, digest, reader.Blobs, Limit, default));
    }

    [Fact]
    public async Task An_address_in_use_is_an_io_exception()
    {
        var port = owner.Endpoint.Port;

        var refused = await Assert.ThrowsAnyAsync<IOException>(() => reader.ServeAsync(port));

        Assert.Contains("in use", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_peer_that_does_not_listen_is_named_in_the_error()
    {
        var target = owner.Target;
        await owner.StopAsync();

        var refused = await Assert.ThrowsAsync<HttpRequestException>(
            () => reader.Client.GetAsync(target, "/blobs/00", default));

        Assert.Contains(target.ToString(), refused.Message, StringComparison.Ordinal);
        Assert.Contains("refused", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_is_refused_or_silent_leaves_its_place()
    {
        owner.Gate = new MemberGate((_, _, _) =>
            Task.FromResult<AdmissionRefusal?>(AdmissionRefusal.Banned));
        owner.StrangersFor = TimeSpan.FromSeconds(1);
        await owner.StopAsync();
        await owner.ServeAsync();
        using var silent = new System.Net.Sockets.TcpClient();
        await silent.ConnectAsync(owner.Endpoint);
        using (var response = await GetAsync("/blobs/00"))
            Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);

        try
        {
            Assert.Equal(0, await silent.GetStream().ReadAsync(new byte[1]).AsTask()
                .WaitAsync(Deadline));
        }
        catch (IOException reset)
        {
            Assert.IsType<System.Net.Sockets.SocketException>(reset.InnerException);
        }

        await EndToEnd.Until.TrueAsync("no connection is left", 10, () => Task.FromResult(
            !IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpConnections().Any(
                connection => connection.State == TcpState.Established
                    && connection.RemoteEndPoint.Equals(owner.Endpoint))));
    }

    [Fact]
    public async Task A_hundred_readers_share_one_connection()
    {
        var content = RandomNumberGenerator.GetBytes(50_000);
        var digest = await owner.StoreAsync(content);
        Assert.True(await FetchAsync(digest));

        var bodies = await Task.WhenAll(Enumerable.Range(0, 100).Select(async _ =>
        {
            using var response = await GetAsync($"/blobs/{digest}");
            return await response.Content.ReadAsByteArrayAsync();
        })).WaitAsync(Deadline);

        Assert.All(bodies, body => Assert.Equal(content, body));
        Assert.Single(IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpConnections(),
            connection => connection.RemoteEndPoint.Equals(owner.Endpoint));
    }

    private Task<bool> FetchAsync(Digest digest) => reader.Client
        .FetchBlobAsync(owner.Target, digest, reader.Blobs, Limit, default).WaitAsync(Deadline);

    private Task<HttpResponseMessage> GetAsync(string path) =>
        reader.Client.GetAsync(owner.Target, path, default).WaitAsync(Deadline);

    private async Task AssertRefusedAsync(X509Certificate2? certificate, Digest digest)
    {
        var asked = false;
        owner.MayRead = (_, _) => asked = true;
        using var handler = new SocketsHttpHandler();
        handler.SslOptions = new SslClientAuthenticationOptions
        {
            EnabledSslProtocols = SslProtocols.Tls13,
            RemoteCertificateValidationCallback =
                (_, shown, _, _) => owner.Identity.Certificate.Equals(shown),
            ClientCertificates = certificate is null ? null : [certificate],
        };
        using var client = new HttpClient(handler)
        {
            DefaultRequestVersion = HttpVersion.Version20,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };

        await Assert.ThrowsAsync<HttpRequestException>(() => client
            .GetAsync(new Uri($"https://{owner.Endpoint}/blobs/{digest}")).WaitAsync(Deadline));
        Assert.False(asked);
    }
}
