using P2PCS.Host.Identity;
using P2PCS.Host.Rest.Bodies;
using P2PCS.Host.Shell;
using P2PCS.Membership.Admission;

namespace P2PCS.Host.Rest;

/// <summary><c>/v1/key:rotate</c>.</summary>
/// <param name="parts">What the facade works with.</param>
internal sealed class KeyEndpoints(FacadeParts parts)
{
    private CloudAuthority Authority => parts.Authority;

    public void Map(RouteGroupBuilder v1) =>
        v1.MapPost("/key:rotate", (Delegate)RotateAsync)
            .Produces<KeyBody>()
            .WithSummary("Gives the cloud a new key; only where its root key is.");

    private async Task<IResult> RotateAsync()
    {
        if (Refuse() is { } problem)
            return problem;
        if (await ClockProblem.FindAsync(parts) is { } ahead)
            return ahead;
        uint? generation = await parts.Actor.AskAsync((node, now, outbox) =>
        {
            CloudKeys keys = node.Charter.Statements.Apply(Authority.Membership.Keys);
            Statement said = Authority.NewKey(keys, HostClock.ToUtc(now));
            return node.Charter.Issue(now, said, outbox)
                ? said.Content.Key!.Generation
                : (uint?)null;
        });
        return generation is { } made
            ? Results.Json(new KeyBody(made), RestJson.Default.KeyBody)
            : Problem.Conflict(
                "conflict", "There is no room for another statement of the root.",
                "Found a new cloud: a cloud holds some hundred statements of one issuer.");
    }

    private Problem? Refuse()
    {
        if (Authority.Membership.IsOpen)
        {
            return Problem.Conflict(
                "conflict", "The key of an open cloud is no secret: it follows from its id.",
                "Found a closed cloud to have one.");
        }

        return Authority.MayChangeKey ? null : Problem.Of(
            403, "forbidden", "Not allowed",
            "Only the root of the cloud changes its key, and its root key is not here.",
            "Ask at the peer that founded the cloud.");
    }
}
