using P2PCS.Host.Rest.Bodies;
using P2PCS.Host.Shell;
using P2PCS.Node;
using P2PCS.Protocol;
using P2PCS.Slicing.Slices;

namespace P2PCS.Host.Rest;

/// <summary><c>/v1/slices</c>: where this peer stands.</summary>
internal static class SliceEndpoints
{
    // Of a wish to watch; a reader that asks every minute keeps epochs short.
    private static readonly TimeSpan Watch = TimeSpan.FromMinutes(4);

    public static void Map(RouteGroupBuilder v1, FacadeParts parts) => v1
        .MapGet("/slices", async () => Results.Json(
            await parts.Actor.AskAsync((node, now, _) => Read(node, now)),
            RestJson.Default.SlicesBody))
        .Produces<SlicesBody>()
        .WithSummary("Where this peer stands among all, and where slices meet; "
            + "keeps that fresh for a while.");

    private static SlicesBody Read(PeerNode node, Instant now)
    {
        node.Slices.Watch(now, now + Watch);
        return new SlicesBody(node.Slices.Epoch, node.Slices.IsWatched,
        [
            .. Enumerable.Range(0, node.Slices.Attributes.Names.Count)
                .Select(i => BodyOf(node.Slices.Picture(i))),
        ]);
    }

    private static SliceBody BodyOf(SlicePicture picture) => new(
        picture.Attribute, BoundariesOf(picture), picture.Epoch)
    {
        Value = picture.Value,
        Rank = Rounded(picture.Place?.Rank),
        Error = Rounded(picture.Place?.Error),
        Tenth = picture.Tenth,
        By = picture.Place is not { } place ? null : place.IsSampled ? "samples" : "gossip",
        Low = picture.Curve?.Extremes.Low,
        High = picture.Curve?.Extremes.High,
        AsOf = picture.AsOf is { } moment ? HostClock.ToUtc(moment) : null,
    };

    private static double[] BoundariesOf(SlicePicture picture) => picture.Curve is not { } curve
        ? []
        : [.. Enumerable.Range(1, Thresholds.Slices - 1)
            .Select(i => (double)curve.KeyAt(i / (double)Thresholds.Slices).Value)];

    private static double? Rounded(double? share) =>
        share is { } number ? Math.Round(number, 6) : null;
}
