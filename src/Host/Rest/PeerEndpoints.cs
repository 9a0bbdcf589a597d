using P2PCS.Host.Rest.Bodies;

namespace P2PCS.Host.Rest;

/// <summary><c>/v1/self</c> and <c>/v1/peers</c>.</summary>
internal static class PeerEndpoints
{
    public static void Map(RouteGroupBuilder v1, FacadeParts parts)
    {
        v1.MapGet("/self", () => Results.Json(parts.Describe(), RestJson.Default.SelfBody))
            .Produces<SelfBody>()
            .WithSummary("What this peer says of itself.");
        v1.MapGet("/peers", () => Results.Json(
            parts.Picture().Peers.ToArray(), RestJson.Default.PeerBodyArray))
            .Produces<PeerBody[]>()
            .WithSummary("All peers that this peer knows, itself first.");
        v1.MapGet("/peers/{id}", (string id) => Find(parts, id))
            .Produces<PeerBody>()
            .WithSummary("One peer, by id or a prefix that only its id has.");
    }

    private static IResult Find(FacadeParts parts, string id)
    {
        PeerBody[] found = [.. parts.Picture().Peers.Where(
            peer => peer.Id.StartsWith(id, StringComparison.OrdinalIgnoreCase))];
        return found.Length == 1
            ? Results.Json(found[0], RestJson.Default.PeerBody)
            : Problem.NotFound(
                $"{found.Length} known peers have an id that begins with '{id}'.",
                "GET /v1/peers lists them all.");
    }
}
