using System.Text.Json;
using P2PCS.Allocation.Tasks;
using P2PCS.Host.Rest.Bodies;
using P2PCS.Node;
using P2PCS.Protocol;

namespace P2PCS.Host.Rest;

/// <summary><c>/v1/tasks</c>.</summary>
/// <param name="parts">What the facade works with.</param>
/// <param name="shelf">Specs and manifests.</param>
internal sealed class TaskEndpoints(FacadeParts parts, TaskShelf shelf)
{
    private const int ArrayMax = 10_000;

    public void Map(RouteGroupBuilder v1)
    {
        v1.MapPost("/tasks", (Delegate)SubmitAsync)
            .Accepts<TaskRequest>("application/json")
            .Produces<TaskBody>(201)
            .WithSummary("Submits one task or an array of them: all of them or none.");
        v1.MapGet("/tasks", ListAsync)
            .Produces<TaskBody[]>()
            .WithSummary("The tasks of this facade, oldest first.");
        v1.MapGet("/tasks/{id}", (Delegate)GetAsync)
            .Produces<TaskBody>()
            .WithSummary("One task. 'Prefer: wait=SECONDS' waits for a final state.");
        v1.MapDelete("/tasks/{id}", CancelAsync)
            .Produces<TaskBody>()
            .WithSummary("Cancels a task; one in a final state stays as it is.");
    }

    private async Task<IResult> SubmitAsync(HttpContext http)
    {
        (JsonDocument? json, Problem? problem) = await Requests.ReadAsync(http);
        using JsonDocument? owned = json;
        if (problem is not null)
            return problem;
        bool single = json!.RootElement.ValueKind != JsonValueKind.Array;
        (TaskRequest[]? requests, problem) = Read(json.RootElement, single);
        if (problem is not null)
            return problem;
        Draft[] drafts = new Draft[requests!.Length];
        Picture picture = parts.Picture();
        for (int i = 0; i < drafts.Length; i++)
        {
            problem = TaskDrafting.Read(requests[i], picture, parts.Blobs, out Draft? draft);
            if (problem is not null)
                return single ? problem : problem with { Detail = $"Task {i}: {problem.Detail}" };
            drafts[i] = draft!;
        }

        foreach (Draft draft in drafts)
            draft.Digest = await shelf.StoreAsync(draft.Spec, http.RequestAborted);
        (TaskPicture[]? tasks, problem) = await parts.Actor.AskAsync(
            (node, now, outbox) => Submit(node, now, outbox, drafts));
        return problem is not null ? problem : Created(http, tasks!, single);
    }

    private IResult Created(HttpContext http, TaskPicture[] tasks, bool single)
    {
        TaskBody[] bodies = [.. tasks.Select(shelf.BodyOf)];
        if (!single)
            return Results.Json(bodies, RestJson.Default.TaskBodyArray, null, 201);
        http.Response.Headers.Location = $"/v1/tasks/{bodies[0].Id}";
        return Results.Json(bodies[0], RestJson.Default.TaskBody, null, 201);
    }

    private static (TaskRequest[]? Requests, Problem? Problem) Read(JsonElement json, bool single)
    {
        if (single)
        {
            (TaskRequest? one, Problem? wrong) =
                Requests.Convert(json, RestJson.Default.TaskRequest);
            return one is null ? (null, wrong) : ([one], null);
        }

        (TaskRequest[]? many, Problem? problem) =
            Requests.Convert(json, RestJson.Default.TaskRequestArray);
        if (problem is null && many!.Length is 0 or > ArrayMax)
        {
            problem = Problem.Invalid(
                $"The array has {many!.Length} tasks.", $"Send 1 to {ArrayMax} at a time.");
        }

        int missing = problem is null ? Array.FindIndex(many!, request => request is null) : -1;
        if (missing >= 0)
            problem = Problem.Invalid($"Task {missing} is null.", "Leave it out, or describe it.");
        return (many, problem);
    }

    // On the node's thread: everything is checked before the first task is queued.
    private static (TaskPicture[]? Tasks, Problem? Problem) Submit(
        PeerNode node, Instant now, Outbox outbox, Draft[] drafts)
    {
        foreach (Draft draft in drafts)
        {
            if (draft.Subcloud is { } id && TaskDrafting.Refuse(node, id, draft) is { } problem)
                return (null, problem);
        }

        if (node.Dispatcher.Tasks.Count(task => !task.IsEnded) + drafts.Length > Limits.Tasks)
        {
            return (null, Problem.Conflict(
                "conflict", $"This facade keeps {Limits.Tasks} unfinished tasks, the most it may.",
                "Wait for some to end, or ask at another peer."));
        }

        bool needsOwn = drafts.Any(draft => draft.Subcloud is null);
        if (needsOwn && node.Controller.Subclouds.Count(s => !s.IsEnded) >= Limits.LiveSubclouds)
            return (null, SubcloudEndpoints.TooMany());
        UInt128? fresh = null;
        foreach (Draft draft in drafts)
        {
            if (draft.Subcloud is null)
                draft.Subcloud = fresh ??= TaskDrafting.Take(node, now, outbox, drafts);
            var order = new TaskOrder(draft.Subcloud.Value, draft.Digest, draft.Resources);
            SubmitOutcome outcome = node.SubmitTask(now, draft.Id, order, outbox);
            Invariant.Holds(outcome == SubmitOutcome.Queued);
        }

        return ([.. drafts.Select(d => TaskPicture.Of(node.Dispatcher.Find(d.Id)!, node))], null);
    }

    private async Task<IResult> ListAsync(string? subcloud, string? batch, string? state)
    {
        if (state is not null && !Enum.GetValues<TaskState>().Any(s => Picture.Word(s) == state))
        {
            string known = string.Join(", ", Enum.GetValues<TaskState>().Select(Picture.Word));
            return Problem.Invalid($"'state' is '{state}'.", $"Use one of {known}.");
        }

        SubcloudBody? of = null;
        if (subcloud is not null)
        {
            of = SubcloudEndpoints.Find(parts.Picture(), subcloud, out Problem? problem);
            if (of is null)
                return problem!;
        }

        TaskPicture[] all = await parts.Actor.AskAsync((node, _, _) =>
            node.Dispatcher.Tasks.Select(task => TaskPicture.Of(task, node)).ToArray());
        IEnumerable<TaskPicture> chosen = all.Where(task =>
            (of is null || Names.Subcloud(task.Subcloud) == of.Id)
            && (state is null || Picture.Word(task.State) == state)
            && (batch is null || shelf.SpecOf(task).Batch == batch));
        return Results.Json([.. chosen.Select(shelf.BodyOf)], RestJson.Default.TaskBodyArray);
    }

    private async Task<IResult> GetAsync(HttpContext http, string id)
    {
        TaskPicture? task = await shelf.WaitAsync(
            id, t => t.IsEnded, Requests.Wait(http.Request), http.RequestAborted);
        return task is null
            ? TaskShelf.NoTask(id)
            : Results.Json(shelf.BodyOf(task), RestJson.Default.TaskBody);
    }

    private async Task<IResult> CancelAsync(string id)
    {
        if (!Names.TryParseTask(id, out UInt128 name))
            return TaskShelf.NoTask(id);
        TaskPicture? task = await parts.Actor.AskAsync((node, now, outbox) =>
            node.CancelTask(now, name, outbox)
                ? TaskPicture.Of(node.Dispatcher.Find(name)!, node)
                : null);
        return task is null
            ? TaskShelf.NoTask(id)
            : Results.Json(shelf.BodyOf(task), RestJson.Default.TaskBody);
    }
}
