using System.Diagnostics.CodeAnalysis;
using System.IO.Pipelines;
using System.Net;
using System.Runtime.Versioning;
using System.Text;
using P2PCS.Host.Streams;

namespace P2PCS.Host.Tests.Streams;

[UnsupportedOSPlatform("windows")]
[SuppressMessage("Design", "CA1001", Justification = "xunit disposes through IAsyncLifetime.")]
public sealed class StreamLogTests : IAsyncLifetime
{
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
    public async Task A_followed_log_comes_as_it_is_written()
    {
        var pipe = new Pipe();
        LogRequest? asked = null;
        owner.OpenLog = request =>
        {
            asked = request;
            return pipe.Reader.AsStream();
        };

        using var response = await GetAsync(LogPath + "?stream=stderr&follow=true");
        await using var log = await response.Content.ReadAsStreamAsync();

        foreach (var line in new[] { "first\n", "second\n", "third\n" })
        {
            await pipe.Writer.WriteAsync(Encoding.ASCII.GetBytes(line));
            var received = new byte[line.Length];
            await log.ReadExactlyAsync(received).AsTask().WaitAsync(Deadline);
            Assert.Equal(line, Encoding.ASCII.GetString(received));
        }

        await pipe.Writer.CompleteAsync();
        Assert.Equal(0, await log.ReadAsync(new byte[1]).AsTask().WaitAsync(Deadline));
        Assert.Equal(reader.Identity.Id, asked!.Caller);
        Assert.Equal(new LogRequest(asked.Caller, 0xff, 2, false, true), asked);
    }

    [Fact]
    public async Task A_reader_that_leaves_ends_the_log()
    {
        var log = new ClosingStream(new Pipe().Reader.AsStream());
        owner.OpenLog = _ => log;

        (await GetAsync(LogPath + "?stream=stdout&follow=true")).Dispose();

        await log.Closed.WaitAsync(Deadline);
    }

    [Fact]
    public async Task A_stopped_server_cuts_a_followed_log_noticeably_and_frees_its_port()
    {
        owner.OpenLog = _ => new Pipe().Reader.AsStream();
        var endpoint = owner.Endpoint;
        using var response = await GetAsync(LogPath + "?stream=stdout&follow=true");
        await using var log = await response.Content.ReadAsStreamAsync();

        await owner.StopAsync().WaitAsync(Deadline);

        await Assert.ThrowsAnyAsync<IOException>(
            () => log.ReadAsync(new byte[1]).AsTask().WaitAsync(Deadline));
        await owner.ServeAsync(endpoint.Port);
        Assert.Equal(endpoint, owner.Endpoint);
        Assert.True((await GetAsync("/blobs/x")).StatusCode is HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_log_that_heeds_no_cancellation_does_not_hold_up_the_stop()
    {
        owner.OpenLog = _ => new ClosingStream(new Pipe().Reader.AsStream(), isDeaf: true);
        using var response = await GetAsync(LogPath + "?stream=stdout&follow=true");

        await owner.StopAsync().WaitAsync(TimeSpan.FromSeconds(5));
    }

    private Task<HttpResponseMessage> GetAsync(string path) =>
        reader.Client.GetAsync(owner.Target, path, default).WaitAsync(Deadline);
}
