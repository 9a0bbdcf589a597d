using P2PCS.Host.Rest.Bodies;
using P2PCS.Host.Shell;
using P2PCS.Node;
using P2PCS.Protocol;

namespace P2PCS.Host.Rest;

/// <summary>What the owner of this machine decides: <c>/v1/self/drain</c> and
/// <c>/v1/self/leases</c>.</summary>
/// <param name="parts">What the facade works with.</param>
internal sealed class DrainEndpoints(FacadeParts parts)
{
    public void Map(RouteGroupBuilder v1)
    {
        v1.MapPut("/self/drain", (Delegate)DrainAsync)
            .Accepts<DrainRequest>("application/json")
            .Produces<DrainBody>()
            .WithSummary("Takes nothing new; customers are told to leave, and at the deadline " +
                "what is left ends. A restart of the peer ends it too.");
        v1.MapDelete("/self/drain", ResumeAsync)
            .Produces<DrainBody>()
            .WithSummary("Takes work again.");
        v1.MapGet("/self/drain", async () => Results.Json(
            await parts.Actor.AskAsync((node, _, _) => BodyOf(node)), RestJson.Default.DrainBody))
            .Produces<DrainBody>()
            .WithSummary("Whether this machine takes new work.");
        v1.MapGet("/self/leases", () => Results.Json(
            parts.Picture().Leases.ToArray(), RestJson.Default.LeaseBodyArray))
            .Produces<LeaseBody[]>()
            .WithSummary("What this machine has promised.");
        v1.MapDelete("/self/leases/{fence}", RevokeAsync)
            .Produces(204)
            .WithSummary("Ends a lease at once, by its fence; its customer replaces it.");
    }

    private async Task<IResult> DrainAsync(HttpContext http)
    {
        (DrainRequest? body, Problem? problem) =
            await Requests.ReadAsync(http, RestJson.Default.DrainRequest);
        TimeSpan deadline = default;
        problem ??= Requests.Read(body!.Deadline, "deadline", TimeSpan.MaxValue, out deadline);
        if (problem is not null)
            return problem;
        return Results.Json(
            await parts.Actor.AskAsync((node, now, outbox) => node.Command(now, outbox, () =>
            {
                Instant until = body!.Deadline is null ? Instant.Never : now + deadline;
                node.Ledger.Drain(until, now, outbox);
                return BodyOf(node);
            })),
            RestJson.Default.DrainBody);
    }

    private async Task<IResult> ResumeAsync() => Results.Json(
        await parts.Actor.AskAsync((node, now, outbox) => node.Command(now, outbox, () =>
        {
            node.Ledger.Resume();
            return BodyOf(node);
        })),
        RestJson.Default.DrainBody);

    private async Task<IResult> RevokeAsync(string fence)
    {
        string[] numbers = fence.Split('.');
        bool revoked = numbers.Length == 2
            && uint.TryParse(numbers[0], out uint epoch)
            && uint.TryParse(numbers[1], out uint counter)
            && await parts.Actor.AskAsync((node, now, outbox) => node.Command(
                now, outbox, () => node.Ledger.Revoke(new Fence(epoch, counter), outbox)));
        return revoked
            ? Results.NoContent()
            : Problem.NotFound(
                $"This machine has no lease with the fence '{fence}'.",
                "GET /v1/self/leases or 'p2pcs revoke' lists them.");
    }

    private static DrainBody BodyOf(PeerNode node) => new(
        node.Ledger.IsDraining,
        node.Ledger.DrainsUntil == Instant.Never
            ? null
            : HostClock.ToUtc(node.Ledger.DrainsUntil),
        node.Ledger.Leases.Length);
}
