using System.Buffers;
using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Connections.Features;
using P2PCS.Host.Shell;
using P2PCS.Membership.Admission;
using P2PCS.Protocol;

namespace P2PCS.Host.Streams;

/// <summary>The two things a peer reads from another, blobs and logs, and the one it says: long
/// frames.</summary>
/// <param name="options">What may be read, and who is let in.</param>
/// <param name="stopping">Cuts off the answers under way.</param>
internal sealed class StreamEndpoints(StreamServerOptions options, CancellationToken stopping)
{
    private const int BufferBytes = 64 * 1024;
    private const int TaskIdDigits = 32;

    private readonly StreamSources sources = options.Sources;
    private readonly MemberGate gate = options.Gate;
    private readonly FrameIntake intake = new(
        options.Sources.TakeFrame, options.Counts, TimeProvider.System);

    /// <summary>Adds the routes.</summary>
    /// <param name="application">Where to.</param>
    public void Map(WebApplication application)
    {
        application.MapGet("/blobs/{digest}", http => ServeAsync(http, SendBlobAsync));
        application.MapGet(
            "/attempts/{task}/{number}/logs", http => ServeAsync(http, SendLogAsync));
        application.MapPost(FrameIntake.Path, http => ServeAsync(http, intake.TakeAsync));
    }

    private static bool TryReadLogRequest(HttpContext http, PeerId caller, out LogRequest? request)
    {
        request = null;
        var task = http.Request.RouteValues["task"] as string;
        var number = http.Request.RouteValues["number"] as string;
        var stream = http.Request.Query["stream"].ToString();
        if (task?.Length != TaskIdDigits ||
            !UInt128.TryParse(task, NumberStyles.AllowHexSpecifier,
                CultureInfo.InvariantCulture, out var taskId) ||
            !int.TryParse(number, NumberStyles.None,
                CultureInfo.InvariantCulture, out var attempt) ||
            stream is not ("stdout" or "stderr"))
        {
            return false;
        }

        var follow = http.Request.Query["follow"] == "true";
        request = new LogRequest(caller, taskId, attempt, stream == "stdout", follow);
        return true;
    }

    private static PeerAddress AddressOf(HttpContext http) => Addresses.ToPeer(new IPEndPoint(
        http.Connection.RemoteIpAddress!, http.Connection.RemotePort));

    // Who is refused leaves its place to others.
    private static void Refuse(HttpContext http, AdmissionRefusal? refusal)
    {
        http.Response.StatusCode = refusal is null
            ? StatusCodes.Status503ServiceUnavailable
            : StatusCodes.Status403Forbidden;
        if (refusal is { } reason)
            http.Response.Headers[MemberGate.RefusalHeader] = Enum.GetName(reason);
        http.Features.Get<IConnectionLifetimeNotificationFeature>()?.RequestClose();
    }

    private async Task ServeAsync(
        HttpContext http, Func<HttpContext, PeerId, CancellationToken, Task> answerAsync)
    {
        if (!PeerCertificates.TryReadId(http.Connection.ClientCertificate, out var caller))
        {
            http.Response.StatusCode = StatusCodes.Status403Forbidden;
            return;
        }

        GateAnswer answer = await gate.AdmitAsync(
            AddressOf(http), caller, http.Request.Headers[MemberGate.CredentialHeader]);
        if (answer.Refusal != AdmissionRefusal.None)
        {
            Refuse(http, answer.Refusal);
            return;
        }

        StrangerLimit.LetIn(http);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(
            http.RequestAborted, answer.End, stopping);
        try
        {
            await answerAsync(http, caller, either.Token);
        }
        catch (OperationCanceledException) when (either.IsCancellationRequested)
        {
            // An orderly end would look to the reader like the end of the bytes.
            http.Abort();
        }
    }

    private async Task SendBlobAsync(
        HttpContext http, PeerId caller, CancellationToken cancellation)
    {
        if (!Digest.TryParse(http.Request.RouteValues["digest"] as string, out var digest) ||
            sources.OpenBlob(caller, digest) is not { } blob)
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        await using (blob)
        {
            http.Response.ContentType = "application/octet-stream";
            http.Response.ContentLength = blob.Length;
            await blob.CopyToAsync(http.Response.Body, BufferBytes, cancellation);
        }
    }

    private async Task SendLogAsync(
        HttpContext http, PeerId caller, CancellationToken cancellation)
    {
        if (!TryReadLogRequest(http, caller, out var request))
        {
            http.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        await using var log = sources.OpenLog(request!);
        if (log is null)
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        http.Response.ContentType = "application/octet-stream";
        await http.Response.StartAsync(cancellation);
        await http.Response.Body.FlushAsync(cancellation);
        await CopyAsItComesAsync(log, http.Response.Body, cancellation);
    }

    private static async Task CopyAsItComesAsync(
        Stream source, Stream target, CancellationToken cancellation)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            int count;
            while ((count = await source.ReadAsync(buffer, cancellation)) > 0)
            {
                await target.WriteAsync(buffer.AsMemory(0, count), cancellation);
                await target.FlushAsync(cancellation);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
