using P2PCS.Allocation.Subclouds;
using P2PCS.Host.Rest.Bodies;
using P2PCS.Node;
using P2PCS.Protocol;

namespace P2PCS.Host.Rest;

/// <summary>Changes to live subclouds, and their members.</summary>
/// <param name="parts">What the facade works with.</param>
internal sealed class SubcloudChangeEndpoints(FacadeParts parts)
{
    private delegate Problem? Step(
        PeerNode node, Instant now, Subcloud subcloud, Outbox outbox);

    public void Map(RouteGroupBuilder v1)
    {
        v1.MapPatch("/subclouds/{id}", (Delegate)ChangeAsync)
            .Accepts<SubcloudChange>("application/json")
            .Produces<SubcloudBody>()
            .WithSummary("Changes count, min, ttl, labels or replacing; members that are still " +
                "wanted are left alone, and of too many the idle and newest go first.");
        v1.MapPost("/subclouds/{id}/renew", (Delegate)RenewAsync)
            .Accepts<RenewRequest>("application/json")
            .Produces<SubcloudBody>()
            .WithSummary("Lets it live for so long from now on.");
        v1.MapGet("/subclouds/{id}/members", Members)
            .Produces<MemberBody[]>()
            .WithSummary("Its members, lost and released ones included.");
        v1.MapDelete("/subclouds/{id}/members/{peer}", TerminateAsync)
            .Produces<SubcloudBody>()
            .WithSummary("Gives one member back for good, by its peer's id or a prefix: one " +
                "less is wanted. Its tasks run elsewhere.");
    }

    private IResult Members(string id) =>
        SubcloudEndpoints.Find(parts.Picture(), id, out Problem? problem) is { } found
            ? Results.Json([.. found.Members], RestJson.Default.MemberBodyArray)
            : problem!;

    private async Task<IResult> ChangeAsync(HttpContext http, string id)
    {
        (SubcloudChange? change, Problem? problem) =
            await Requests.ReadAsync(http, RestJson.Default.SubcloudChange);
        return problem ?? await WithAsync(id, (node, now, subcloud, outbox) =>
            Apply(change!, (node, now, subcloud, outbox)));
    }

    private async Task<IResult> RenewAsync(HttpContext http, string id)
    {
        (RenewRequest? body, Problem? problem) =
            await Requests.ReadAsync(http, RestJson.Default.RenewRequest);
        return problem ?? await WithAsync(id, (node, now, subcloud, outbox) =>
            Apply(new SubcloudChange(Ttl: body!.Ttl), (node, now, subcloud, outbox)));
    }

    private async Task<IResult> TerminateAsync(string id, string peer) => await WithAsync(
        id,
        (node, now, subcloud, outbox) =>
        {
            Member[] found =
            [
                .. subcloud.Members.Where(m => m.State == MemberState.Active
                    && m.Peer.ToString().StartsWith(peer, StringComparison.OrdinalIgnoreCase)),
            ];
            if (found.Length != 1)
            {
                return Problem.NotFound(
                    $"{found.Length} active members have an id that begins with '{peer}'.",
                    $"GET /v1/subclouds/{id}/members lists them.");
            }

            return node.Command(now, outbox, () => node.Controller.Terminate(
                now, subcloud, found[0], outbox))
                ? null
                : Problem.Conflict(
                    "conflict", "It is the last member that is wanted.",
                    $"Release the subcloud: DELETE /v1/subclouds/{id}.");
        });

    private static Problem? Apply(
        SubcloudChange change,
        (PeerNode Node, Instant Now, Subcloud Subcloud, Outbox Outbox) at)
    {
        SubcloudSpec spec = at.Subcloud.Spec;
        TimeSpan age = at.Now - at.Subcloud.CreatedAt;
        if (SubcloudReading.Apply(change, age, ref spec) is { } problem)
            return problem;
        at.Node.Command(at.Now, at.Outbox, () =>
        {
            at.Node.Controller.Change(at.Now, at.Subcloud, spec, at.Outbox);
            return true;
        });
        return null;
    }

    private async Task<IResult> WithAsync(string id, Step step)
    {
        if (SubcloudEndpoints.Find(parts.Picture(), id, out Problem? problem) is not { } found)
            return problem!;
        UInt128 name = Names.SubcloudId(found);
        return await parts.Actor.AskAsync<IResult>((node, now, outbox) =>
        {
            Subcloud? subcloud = node.Controller.Find(name);
            if (subcloud is null || subcloud.IsEnded || subcloud.State == SubcloudState.Releasing)
            {
                return Problem.Conflict(
                    "subcloud-ended",
                    $"The subcloud {found.Id} is {subcloud?.State.ToString() ?? "forgotten"}.",
                    "Create a new one.");
            }

            return step(node, now, subcloud, outbox) is { } refused
                ? refused
                : Results.Json(
                    Picture.SubcloudOf(subcloud, node.Self.Id), RestJson.Default.SubcloudBody);
        });
    }
}
