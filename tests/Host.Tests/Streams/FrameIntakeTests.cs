using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.NetworkInformation;
using System.Runtime.Versioning;
using System.Security.Cryptography;
using P2PCS.Host.Shell;
using P2PCS.Host.Streams;
using P2PCS.Membership.Admission;
using P2PCS.Protocol;

namespace P2PCS.Host.Tests.Streams;

[UnsupportedOSPlatform("windows")]
[SuppressMessage("Design", "CA1001", Justification = "xunit disposes through IAsyncLifetime.")]
public sealed class FrameIntakeTests : IAsyncLifetime
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);

    private readonly TestPeer owner = new();
    private readonly TestPeer sender = new();
    private readonly List<StreamedFrame> taken = [];

    public async Task InitializeAsync()
    {
        owner.TakeFrame = frame =>
        {
            lock (taken)
                taken.Add(frame);
            return true;
        };
        await owner.ServeAsync();
    }

    public async Task DisposeAsync()
    {
        await sender.DisposeAsync();
        await owner.DisposeAsync();
    }

    [Fact]
    public async Task The_longest_frame_arrives_identical_and_its_sender_is_known()
    {
        byte[] frame = RandomNumberGenerator.GetBytes(Limits.LargeFrameBytes);

        Assert.Equal(HttpStatusCode.Accepted, await SendAsync(frame, "00abcdef"));

        StreamedFrame only = Assert.Single(taken);
        Assert.Equal((sender.Identity.Id, 0xabcdefU), (only.Peer, only.Session));
        Assert.Equal(frame, only.Frame.ToArray());
    }

    [Theory]
    [InlineData(Limits.LargeFrameBytes + 1, "00000001")]
    [InlineData(0, "00000001")]
    [InlineData(10, null)]
    [InlineData(10, "1")]
    [InlineData(10, "0000000g")]
    [InlineData(10, "000000001")]
    public async Task What_breaks_the_rules_is_refused_and_counted(int length, string? session)
    {
        Assert.Equal(HttpStatusCode.BadRequest, await SendAsync(new byte[length], session));

        Assert.Empty(taken);
        Assert.Equal(1, owner.Counts.Malformed);
    }

    [Fact]
    public async Task Who_is_no_member_is_refused_before_its_frame_is_read()
    {
        owner.Gate = new MemberGate((_, _, _) =>
            Task.FromResult<AdmissionRefusal?>(AdmissionRefusal.Banned));
        await owner.StopAsync();
        await owner.ServeAsync();

        Assert.Equal(HttpStatusCode.Forbidden, await SendAsync(new byte[1000], "00000001"));

        Assert.Empty(taken);
    }

    [Fact]
    public async Task A_sender_has_its_share_of_bytes_and_others_keep_theirs()
    {
        await using var other = new TestPeer();
        var answers = new List<HttpStatusCode>();
        byte[] longest = new byte[Limits.LargeFrameBytes];
        while (answers.Count < 40 && !answers.Contains(HttpStatusCode.TooManyRequests))
            answers.Add(await SendAsync(longest, "00000001"));

        Assert.InRange(answers.Count, 17, 39);
        Assert.Equal(1, owner.Counts.Flooded);
        Assert.Equal(answers.Count - 1, taken.Count);
        Assert.Equal(
            HttpStatusCode.Accepted, await SendAsync(longest, "00000001", other.Client));
    }

    [Fact]
    public async Task A_full_mailbox_refuses_and_counts()
    {
        owner.TakeFrame = _ => false;

        Assert.Equal(
            HttpStatusCode.ServiceUnavailable, await SendAsync(new byte[10], "00000001"));

        Assert.Equal(1, owner.Counts.Flooded);
    }

    [Fact]
    public async Task Frames_share_one_connection()
    {
        byte[] frame = new byte[5000];
        var courier = new FrameCourier(sender.Client, sender.Counts, CancellationToken.None);
        PeerAddress there = Addresses.ToPeer(owner.Endpoint);
        for (int i = 1; i <= 30; i++)
        {
            courier.Send(there, new StreamedFrame(owner.Identity.Id, (uint)i, frame));
            await EndToEnd.Until.TrueAsync("it is taken", 20, () => Task.FromResult(Count() == i));
        }

        Assert.Equal(0, sender.Counts.Unsent);
        Assert.Single(
            IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpConnections(),
            connection => connection.RemoteEndPoint.Equals(owner.Endpoint));
    }

    private int Count()
    {
        lock (taken)
            return taken.Count;
    }

    private async Task<HttpStatusCode> SendAsync(
        byte[] frame, string? session, StreamClient? client = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/frames")
        {
            Content = new ByteArrayContent(frame),
        };
        if (session is not null)
            request.Headers.TryAddWithoutValidation("p2pcs-session", session);
        using HttpResponseMessage answer = await (client ?? sender.Client)
            .SendAsync(owner.Target, request, default).WaitAsync(Deadline);
        return answer.StatusCode;
    }
}
