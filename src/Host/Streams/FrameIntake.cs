using System.Globalization;
using Microsoft.AspNetCore.Http.Features;
using P2PCS.Host.Sealing;
using P2PCS.Host.Shell;
using P2PCS.Protocol;

namespace P2PCS.Host.Streams;

/// <summary>Takes the long frames of other peers: <c>POST /frames</c>, the body is the frame, a
/// header names the session it belongs to. Each sender has its share of bytes and of frames under
/// way. Safe for any number of threads.</summary>
/// <param name="take">Takes a frame; false where it has no room.</param>
/// <param name="counts">Counts what is refused.</param>
/// <param name="time">Tells the time.</param>
internal sealed class FrameIntake(
    Func<StreamedFrame, bool> take, StreamedCounts counts, TimeProvider time)
{
    /// <summary>Where frames go.</summary>
    public const string Path = "/frames";

    /// <summary>The header with the index by which the receiver knows the session: eight
    /// hexadecimal digits.</summary>
    public const string SessionHeader = "p2pcs-session";

    /// <summary>Bytes per second from one sender. Our guess: a peer answers a few queries a second,
    /// of which few have long answers.</summary>
    public const int BytesPerSecond = 256 * 1024;

    /// <summary>Bytes at once from one sender. Our guess: the longest answers of sixteen
    /// delegates' parts, in case one peer is all of them.</summary>
    public const int BytesAtOnce = 16 * Limits.LargeFrameBytes;

    // Our guesses: what a frame costs beside its bytes; and four megabytes under way at the most.
    private const int LeastCost = 4096;
    private const int UnderWayMax = 64;
    private const int UnderWayOfPeer = 8;
    private const int PeersMax = 1024;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly Lock gate = new();
    private readonly BoundedTable<PeerId, Share> shares = new(PeersMax);
    private int underWay;

    /// <summary>Serves one request of a member.</summary>
    public async Task TakeAsync(
        HttpContext http, PeerId caller, CancellationToken cancellation)
    {
        if (!TryReadHead(http.Request, out uint session, out int length))
        {
            counts.RefuseMalformed();
            http.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        if (TryBegin(caller, length) is not { } share)
        {
            counts.RefuseFlooded();
            http.Response.StatusCode = StatusCodes.Status429TooManyRequests;
            return;
        }

        try
        {
            byte[]? frame = await ReadAsync(http, length, cancellation);
            http.Response.StatusCode = frame is null ? StatusCodes.Status400BadRequest
                : take(new StreamedFrame(caller, session, frame)) ? StatusCodes.Status202Accepted
                : StatusCodes.Status503ServiceUnavailable;
            if (frame is null)
                counts.RefuseMalformed();
            else if (http.Response.StatusCode != StatusCodes.Status202Accepted)
                counts.RefuseFlooded();
        }
        finally
        {
            End(share);
        }
    }

    private static bool TryReadHead(HttpRequest request, out uint session, out int length)
    {
        string? index = request.Headers[SessionHeader];
        length = request.ContentLength is > 0 and <= Limits.LargeFrameBytes
            ? (int)request.ContentLength
            : 0;
        return uint.TryParse(
            index, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out session)
            && index.Length == 8 && length > 0;
    }

    // Null where the rest did not come, or came too slowly.
    private static async Task<byte[]?> ReadAsync(
        HttpContext http, int length, CancellationToken cancellation)
    {
        http.Features.Get<IHttpMaxRequestBodySizeFeature>()!.MaxRequestBodySize = length;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(Patience);
        byte[] frame = new byte[length];
        try
        {
            await http.Request.Body.ReadExactlyAsync(frame, limit.Token);
            return frame;
        }
        catch (IOException)
        {
            return null;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return null;
        }
    }

    private Share? TryBegin(PeerId caller, int length)
    {
        var now = new Instant(time.GetUtcNow().UtcTicks);
        lock (gate)
        {
            if (!shares.TryUse(caller, out Share? share))
                shares.Add(caller, share = new Share());
            if (underWay >= UnderWayMax || share.UnderWay >= UnderWayOfPeer
                || !share.Bytes.TryTake(now, Math.Max(length, LeastCost)))
            {
                return null;
            }

            underWay++;
            share.UnderWay++;
            return share;
        }
    }

    private void End(Share share)
    {
        lock (gate)
        {
            underWay--;
            share.UnderWay--;
        }
    }

    private sealed class Share
    {
        public TokenBucket Bytes { get; } = new(BytesPerSecond, BytesAtOnce);

        public int UnderWay { get; set; }
    }
}
