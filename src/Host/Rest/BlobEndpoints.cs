using Microsoft.AspNetCore.Http.Features;
using P2PCS.Host.Storage;
using P2PCS.Protocol;

namespace P2PCS.Host.Rest;

/// <summary><c>/v1/blobs</c>: bytes by their SHA-256.</summary>
internal static class BlobEndpoints
{
    private const long BlobMax = 16L << 30;

    public static void Map(RouteGroupBuilder v1, BlobStore blobs)
    {
        v1.MapPut("/blobs/{digest}", (HttpContext http, string digest) =>
            PutAsync(http, digest, blobs))
            .WithSummary("Uploads bytes that must hash to the digest; 200 if known, 201 if new.");
        v1.MapMethods("/blobs/{digest}", ["GET", "HEAD"], (string digest) =>
            Digest.TryParse(digest, out Digest wanted)
            && blobs.TryOpenRead(wanted, out FileStream? blob)
                ? Results.Stream(blob, "application/octet-stream", enableRangeProcessing: true)
                : Problem.NotFound($"This facade has no blob {digest}.", "Upload it with PUT."))
            .WithSummary("The bytes; ranges are served.");
    }

    private static async Task<IResult> PutAsync(HttpContext http, string digest, BlobStore blobs)
    {
        if (!Digest.TryParse(digest, out Digest expected))
            return Problem.Invalid($"'{digest}' is not a digest.", "Use 64 hexadecimal digits.");
        if (blobs.Contains(expected))
            return Results.StatusCode(200);
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = BlobMax;
        if (await blobs.PutAsync(expected, http.Request.Body, BlobMax, http.RequestAborted))
            return Results.StatusCode(201);
        return Problem.Of(
            422, "digest-mismatch", "The bytes are not those of the digest",
            $"The bytes sent do not hash to {digest}.", "Compute the SHA-256 again and resend.");
    }
}
