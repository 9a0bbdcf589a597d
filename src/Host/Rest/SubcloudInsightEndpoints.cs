using P2PCS.Allocation.Subclouds;
using P2PCS.Host.Rest.Bodies;

namespace P2PCS.Host.Rest;

/// <summary><c>/v1/subclouds:plan</c> and <c>/v1/subclouds/{id}/explain</c>.</summary>
/// <param name="parts">What the facade works with.</param>
internal sealed class SubcloudInsightEndpoints(FacadeParts parts)
{
    public void Map(RouteGroupBuilder v1)
    {
        v1.MapPost("/subclouds:plan", (Delegate)PlanAsync)
            .Accepts<SubcloudRequest>("application/json")
            .Produces<PlanBody>()
            .WithSummary("What a request would find now. Nothing is asked or held.");
        v1.MapGet("/subclouds/{id}/explain", ExplainAsync)
            .Produces<ExplainBody>()
            .WithSummary("Why a subcloud is as it is, in counts, and what to change.");
    }

    private async Task<IResult> PlanAsync(HttpContext http)
    {
        (SubcloudRequest? body, Problem? problem) =
            await Requests.ReadAsync(http, RestJson.Default.SubcloudRequest);
        SubcloudSpec? spec = null;
        problem ??= SubcloudReading.Read(body!, out spec);
        if (problem is not null)
            return problem;
        Survey survey = await parts.Actor.AskAsync(
            (node, _, _) => node.Controller.Survey(spec!));
        return Results.Json(Explanations.Plan(survey, spec!), RestJson.Default.PlanBody);
    }

    private async Task<IResult> ExplainAsync(string id)
    {
        if (SubcloudEndpoints.Find(parts.Picture(), id, out Problem? problem) is not { } found)
            return problem!;
        UInt128 name = Names.SubcloudId(found);
        ExplainBody? body = await parts.Actor.AskAsync((node, now, _) =>
            node.Controller.Find(name) is { } subcloud
                ? Explanations.Explain(subcloud, node.Controller.Survey(subcloud.Spec), now)
                : null);
        return body is null
            ? Problem.NotFound($"The subcloud '{id}' is forgotten.", "Create a new one.")
            : Results.Json(body, RestJson.Default.ExplainBody);
    }
}
