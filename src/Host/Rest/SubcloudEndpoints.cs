using System.Security.Cryptography;
using P2PCS.Allocation.Subclouds;
using P2PCS.Host.Rest.Bodies;
using P2PCS.Protocol;

namespace P2PCS.Host.Rest;

/// <summary><c>/v1/subclouds</c>.</summary>
/// <param name="parts">What the facade works with.</param>
internal sealed class SubcloudEndpoints(FacadeParts parts)
{
    private const int NameMax = 63;
    private static readonly TimeSpan DefaultTtl = TimeSpan.FromHours(1);
    private static readonly TimeSpan DefaultStartWithin = TimeSpan.FromSeconds(10);

    public void Map(RouteGroupBuilder v1)
    {
        v1.MapPost("/subclouds", (Delegate)CreateAsync)
            .Accepts<SubcloudRequest>("application/json")
            .Produces<SubcloudBody>(201)
            .WithSummary("Takes machines. 'Prefer: wait=SECONDS' waits until they are leased.");
        v1.MapGet("/subclouds", () => Results.Json(
            parts.Picture().Subclouds.ToArray(), RestJson.Default.SubcloudBodyArray))
            .Produces<SubcloudBody[]>()
            .WithSummary("The subclouds of this facade, newest first.");
        v1.MapGet("/subclouds/{id}", (string id) => Find(parts.Picture(), id, out Problem? none)
            is { } found ? Results.Json(found, RestJson.Default.SubcloudBody) : none!)
            .Produces<SubcloudBody>()
            .WithSummary("One subcloud, by id, a prefix that only its id has, or name.");
        v1.MapDelete("/subclouds/{id}", ReleaseAsync)
            .Produces<SubcloudBody>()
            .WithSummary("Gives its machines back; unfinished tasks on it are aborted.");
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

    private async Task<IResult> CreateAsync(HttpContext http)
    {
        (SubcloudRequest? body, Problem? problem) =
            await Requests.ReadAsync(http, RestJson.Default.SubcloudRequest);
        if (problem is not null || (problem = Read(body!, out SubcloudSpec? spec)) is not null)
            return problem;
        CreateOutcome outcome = await parts.Actor.AskAsync(
            (node, now, outbox) => node.CreateSubcloud(now, spec!, outbox));
        if (outcome == CreateOutcome.NameTaken)
        {
            return Problem.Conflict(
                "conflict", $"A live subcloud is called '{spec!.Name}' already.",
                "Choose another name, or release that one.");
        }

        if (outcome == CreateOutcome.TooMany)
            return TooMany();

        string id = Names.Subcloud(spec!.Id);
        SubcloudBody created = await WaitAsync(id, Requests.Wait(http.Request));
        if (created.State == "failed")
            return await ShortfallAsync(spec.Id);
        http.Response.Headers.Location = $"/v1/subclouds/{id}";
        return Results.Json(created, RestJson.Default.SubcloudBody, null,
            created.State == "allocating" ? 202 : 201);
    }

    private async Task<IResult> ShortfallAsync(UInt128 id) => await parts.Actor.AskAsync(
        (node, _, _) =>
        {
            if (node.Controller.Find(id) is not { } failed)
                return Problem.NotFound("The subcloud failed and is forgotten.", "Ask again.");
            string detail = Reasons.Of(failed)!.Message;
            return Problem.Conflict("insufficient-capacity", detail, Reasons.Relax(failed));
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

    private async Task<IResult> ReleaseAsync(string id)
    {
        if (Find(parts.Picture(), id, out Problem? problem) is not { } found)
            return problem!;
        SubcloudBody released = await parts.Actor.AskAsync((node, now, outbox) =>
        {
            return Names.TryParseSubcloud(found.Id, out UInt128 name)
                && node.ReleaseSubcloud(now, name, outbox)
                && node.Controller.Find(name) is { } subcloud
                    ? Picture.SubcloudOf(subcloud, node.Self.Id)
                    : found;
        });
        return Results.Json(released, RestJson.Default.SubcloudBody);
    }

    private static Problem? Read(SubcloudRequest body, out SubcloudSpec? spec)
    {
        spec = null;
        int min = body.Min ?? body.Count;
        if (body.Count is < 1 or > Limits.SubcloudMembers)
        {
            return Problem.Invalid(
                $"'count' is {body.Count}.", $"It must be 1 to {Limits.SubcloudMembers}.");
        }

        if (min < 1 || min > body.Count)
        {
            return Problem.Invalid(
                $"'min' is {min}.", $"It must be 1 to the count, which is {body.Count}.");
        }

        if (body.Name is not null && !IsName(body.Name))
        {
            return Problem.Invalid(
                $"'name' is '{body.Name}'.",
                $"Use 1 to {NameMax} letters, digits, '-', '_' or '.', not beginning with 'sc_'.");
        }

        Problem? problem = Requests.Read(body.Resources, out Resources resources)
            ?? Requests.Read(body.Ttl, "ttl", DefaultTtl, out TimeSpan ttl);
        if (problem is not null)
            return problem;
        Requests.Read(body.Ttl, "ttl", DefaultTtl, out ttl);
        problem = Requests.Read(
            body.StartWithin, "startWithin", DefaultStartWithin, out TimeSpan startWithin);
        spec = new SubcloudSpec(
            NewId(), body.Name, body.Count, min, resources, ttl, startWithin, false);
        return problem;
    }

    /// <summary>A fresh random id.</summary>
    public static UInt128 NewId() => BitConverter.ToUInt128(RandomNumberGenerator.GetBytes(16));

    private static bool IsName(string name) =>
        name.Length is > 0 and <= NameMax
        && !name.StartsWith("sc_", StringComparison.Ordinal)
        && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');
}
