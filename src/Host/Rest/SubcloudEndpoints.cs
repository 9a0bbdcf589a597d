using P2PCS.Allocation.Subclouds;
using P2PCS.Host.Rest.Bodies;
using P2PCS.Protocol;

namespace P2PCS.Host.Rest;

/// <summary><c>/v1/subclouds</c>: taking machines and giving them back.</summary>
/// <param name="parts">What the facade works with.</param>
internal sealed class SubcloudEndpoints(FacadeParts parts)
{
    private readonly KeyedRequests keyed = new(parts);

    public void Map(RouteGroupBuilder v1)
    {
        v1.MapPost("/subclouds", (Delegate)CreateAsync)
            .Accepts<SubcloudRequest>("application/json")
            .Produces<SubcloudBody>(201)
            .WithSummary("Takes machines. 'Prefer: wait=SECONDS' waits until they are leased; " +
                "with 'Idempotency-Key', asking again at any facade makes no second subcloud.");
        v1.MapGet("/subclouds", List)
            .Produces<SubcloudBody[]>()
            .WithSummary("The subclouds of this facade, newest first; ?state= and ?label=KEY or " +
                "KEY=VALUE choose.");
        v1.MapGet("/subclouds/{id}", (Delegate)GetAsync)
            .Produces<SubcloudBody>()
            .WithSummary("One subcloud, by id, a prefix that only its id has, or name.");
        v1.MapDelete("/subclouds/{id}", ReleaseAsync)
            .Produces<SubcloudBody>()
            .WithSummary("Gives its machines back: ?mode=now at once, unfinished tasks on it " +
                "are aborted; ?mode=drain when its tasks have ended.");
    }

    /// <summary>What is said when this facade can run no more subclouds.</summary>
    public static Problem TooMany() => Problem.Conflict(
        "conflict", $"This facade runs {Limits.LiveSubclouds} subclouds, the most it may.",
        "Release some, or ask at another peer.");

    /// <summary>Finds a subcloud by id, unique prefix or name; a live one is preferred.</summary>
    public static SubcloudBody? Find(Picture picture, string id, out Problem? problem)
    {
        problem = null;
        SubcloudBody[] found = [.. picture.Subclouds.Where(s => s.Id == id)];
        if (found.Length == 0)
            found = [.. picture.Subclouds.Where(s => s.Name == id).Take(1)];
        if (found.Length == 0 && id.Length > 3)
        {
            found = [.. picture.Subclouds.Where(
                s => s.Id.StartsWith(id, StringComparison.OrdinalIgnoreCase))];
        }

        if (found.Length == 1)
            return found[0];
        problem = Problem.NotFound(
            found.Length == 0
                ? $"This facade has no subcloud '{id}'."
                : $"{found.Length} subclouds have an id that begins with '{id}'.",
            "'p2pcs subcloud list' or GET /v1/subclouds shows those of this facade.");
        return null;
    }

    private IResult List(string? state, string? label)
    {
        string[] wanted = label?.Split('=', 2) ?? [];
        return Results.Json(
            parts.Picture().Subclouds
                .Where(s => state is null || s.State == state)
                .Where(s => wanted.Length == 0
                    || (s.Labels?.TryGetValue(wanted[0], out string? value) == true
                        && (wanted.Length == 1 || value == wanted[1])))
                .OrderByDescending(s => s.CreatedAt)
                .ToArray(),
            RestJson.Default.SubcloudBodyArray);
    }

    private async Task<IResult> GetAsync(string id)
    {
        SubcloudBody? found = Find(parts.Picture(), id, out Problem? problem)
            ?? await keyed.FindElsewhereAsync(id);
        return found is null ? problem! : Results.Json(found, RestJson.Default.SubcloudBody);
    }

    private async Task<IResult> CreateAsync(HttpContext http)
    {
        (SubcloudRequest? body, Problem? problem) =
            await Requests.ReadAsync(http, RestJson.Default.SubcloudRequest);
        SubcloudSpec? spec = null;
        problem ??= SubcloudReading.Read(body!, out spec);
        if (problem is not null)
            return problem;
        if (KeyedRequests.KeyOf(http.Request, body!) is { } key)
            return await CreateKeyedAsync(http, spec!, body!, key);
        CreateOutcome outcome = await parts.Actor.AskAsync(
            (node, now, outbox) => node.CreateSubcloud(now, spec!, outbox));
        return Refuse(outcome, spec!) ?? await CreatedAsync(http, spec!.Id);
    }

    private async Task<IResult> CreateKeyedAsync(
        HttpContext http, SubcloudSpec spec, SubcloudRequest body, string key)
    {
        if (key.Length > KeyedRequests.KeyMax)
        {
            return Problem.Invalid(
                "The idempotency key is too long.", $"Use at most {KeyedRequests.KeyMax} letters.");
        }

        spec = keyed.Name(spec, body, key);
        KeyedAnswer answer = await keyed.AskAsync(spec, Requests.Wait(http.Request));
        if (answer.Replayed)
            http.Response.Headers["Idempotency-Replayed"] = "true";
        if (answer.Problem is { } refused)
            return refused;
        if (Refuse(answer.Outcome, spec) is { } problem)
            return problem;
        return answer.Elsewhere is { } other
            ? Shown(http, other)
            : await CreatedAsync(http, spec.Id);
    }

    /// <summary>Why nothing was made, or null.</summary>
    public static Problem? Refuse(CreateOutcome outcome, SubcloudSpec spec) => outcome switch
    {
        CreateOutcome.NameTaken => Problem.Conflict(
            "conflict", $"A live subcloud is called '{spec.Name}' already.",
            "Choose another name, or release that one."),
        CreateOutcome.TooMany => TooMany(),
        _ => null,
    };

    private async Task<IResult> CreatedAsync(HttpContext http, UInt128 id)
    {
        SubcloudBody created = await WaitAsync(Names.Subcloud(id), Requests.Wait(http.Request));
        return created.State == "failed" ? await ShortfallAsync(id) : Shown(http, created);
    }

    private static IResult Shown(HttpContext http, SubcloudBody body)
    {
        http.Response.Headers.Location = $"/v1/subclouds/{body.Id}";
        return Results.Json(body, RestJson.Default.SubcloudBody, null,
            body.State == "allocating" ? 202 : 201);
    }

    private async Task<IResult> ShortfallAsync(UInt128 id) => await parts.Actor.AskAsync(
        (node, _, _) =>
        {
            if (node.Controller.Find(id) is not { } failed)
                return Problem.NotFound("The subcloud failed and is forgotten.", "Ask again.");
            ReasonBody reason = Reasons.Of(failed)!;
            return Problem.Conflict(reason.Code, reason.Message, Reasons.Relax(failed)) with
            {
                Retryable = failed.Shortfall.Busy > 0,
                Shortfall = Explanations.Of(failed.Shortfall, failed.Spec.Resources),
            };
        });

    private async Task<SubcloudBody> WaitAsync(string id, TimeSpan wait)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(parts.Stopping);
        patience.CancelAfter(wait);
        Task over = Task.Delay(Timeout.Infinite, patience.Token);
        while (true)
        {
            Task changed = parts.Actor.Changed;
            SubcloudBody body = Find(parts.Picture(), id, out _)!;
            if (body.State != "allocating" || patience.IsCancellationRequested)
                return body;
            await Task.WhenAny(changed, over);
        }
    }

    private async Task<IResult> ReleaseAsync(string id, string? mode)
    {
        if (mode is not (null or "now" or "drain"))
            return Problem.Invalid($"'mode' is '{mode}'.", "Use now or drain.");
        if (Find(parts.Picture(), id, out Problem? problem) is not { } found)
            return problem!;
        SubcloudBody released = await parts.Actor.AskAsync((node, now, outbox) =>
        {
            if (!Names.TryParseSubcloud(found.Id, out UInt128 name)
                || node.Controller.Find(name) is not { } subcloud)
            {
                return found;
            }

            if (mode == "drain")
                node.DrainSubcloud(now, subcloud, outbox);
            else
                node.ReleaseSubcloud(now, name, outbox);
            return Picture.SubcloudOf(subcloud, node.Self.Id);
        });
        return Results.Json(released, RestJson.Default.SubcloudBody);
    }
}
