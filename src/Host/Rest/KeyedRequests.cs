using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using P2PCS.Allocation.Claims;
using P2PCS.Allocation.Subclouds;
using P2PCS.Host.Rest.Bodies;
using P2PCS.Protocol;

namespace P2PCS.Host.Rest;

/// <summary>Requests with an idempotency key: the subcloud's id follows from the key, and the
/// facades that got it agree on one controller.</summary>
/// <remarks>Source: draft-ietf-httpapi-idempotency-key-header-07; docs/adr/0015.</remarks>
/// <param name="parts">What the facade works with.</param>
internal sealed class KeyedRequests(FacadeParts parts)
{
    /// <summary>Longest key, in letters.</summary>
    public const int KeyMax = 255;

    private const string NotYet = "in-flight";
    private static readonly TimeSpan AskEvery = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan AgreeWithin = TimeSpan.FromSeconds(10);

    /// <summary>The key of a request, or null.</summary>
    public static string? KeyOf(HttpRequest request, SubcloudRequest body)
    {
        string? header = request.Headers["Idempotency-Key"].FirstOrDefault()?.Trim('"');
        return string.IsNullOrEmpty(header) ? body.ClientToken : header;
    }

    /// <summary>Gives a subcloud the id of its key, and the digest of its request.</summary>
    public SubcloudSpec Name(SubcloudSpec spec, SubcloudRequest body, string key)
    {
        // Whoever may use a facade of the cloud is one principal, until customers have keys.
        byte[] name = Encoding.UTF8.GetBytes(
            $"{parts.Identity.Cloud}\nPOST /v1/subclouds\n{key}");
        SubcloudRequest plain = body with
        {
            ClientToken = null,
            Labels = body.Labels is null ? null : new SortedDictionary<string, string>(
                body.Labels.ToDictionary(), StringComparer.Ordinal),
        };
        byte[] request = JsonSerializer.SerializeToUtf8Bytes(
            plain, RestJson.Default.SubcloudRequest);
        return spec with
        {
            Id = BitConverter.ToUInt128(SHA256.HashData(name)),
            Fingerprint = Digest.Read(SHA256.HashData(request)),
        };
    }

    /// <summary>Makes the subcloud here, or finds who has made it.</summary>
    public async Task<KeyedAnswer> AskAsync(SubcloudSpec spec, TimeSpan wait)
    {
        long started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            // Whoever has the witnesses' words may have to let go, or not know yet that it has.
            KeyedAnswer answer = await AskOnceAsync(spec, wait);
            bool again = answer.Problem?.Code == NotYet
                && TimeProvider.System.GetElapsedTime(started) < AgreeWithin;
            if (!again)
                return answer;
            await Task.Delay(AskEvery, parts.Stopping);
        }
    }

    private async Task<KeyedAnswer> AskOnceAsync(SubcloudSpec spec, TimeSpan wait)
    {
        (Claim? claim, Digest before, bool replayed) = await parts.Actor.AskAsync(
            (node, now, outbox) =>
            {
                if (node.Controller.Find(spec.Id) is { } here)
                    return ((Claim?)null, here.Spec.Fingerprint, true);
                Claim begun = node.Command(
                    now, outbox, () => node.Claims.Begin(now, spec, outbox));
                return (begun, begun.Spec.Fingerprint, !ReferenceEquals(begun.Spec, spec));
            });
        if (before != spec.Fingerprint)
            return Reused();
        if (claim is null)
            return new KeyedAnswer(CreateOutcome.Created, true);
        ClaimState state = await DecidedAsync(claim);
        return state switch
        {
            ClaimState.Elsewhere => await ForwardAsync(claim, spec, wait),
            ClaimState.Undecided when claim.Outcome == CreateOutcome.Created => Undecided(),
            _ => new KeyedAnswer(claim.Outcome, replayed),
        };
    }

    /// <summary>A subcloud that was asked for here and is controlled by another facade, or null.
    /// </summary>
    public async Task<SubcloudBody?> FindElsewhereAsync(string id)
    {
        if (!Names.TryParseSubcloud(id, out UInt128 name))
            return null;
        Claim? claim = await parts.Actor.AskAsync((node, _, _) => node.Claims.Find(name));
        return claim?.State == ClaimState.Elsewhere ? await ToldAsync(claim) : null;
    }

    private async Task<ClaimState> DecidedAsync(Claim claim)
    {
        while (true)
        {
            Task changed = parts.Actor.Changed;
            ClaimState state = await parts.Actor.AskAsync((_, _, _) => claim.State);
            if (state != ClaimState.Asking)
                return state;
            await Task.WhenAny(changed, Task.Delay(AskEvery, parts.Stopping));
        }
    }

    private async Task<KeyedAnswer> ForwardAsync(Claim claim, SubcloudSpec spec, TimeSpan wait)
    {
        long started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            SubcloudBody? body = await ToldAsync(claim);
            if (body is null)
                return Silent(claim);
            if (claim.Told!.Told!.Spec.Fingerprint != spec.Fingerprint)
                return Reused();
            bool waits = body.State == "allocating"
                && TimeProvider.System.GetElapsedTime(started) < wait;
            if (!waits)
                return new KeyedAnswer(CreateOutcome.Created, true) { Elsewhere = body };
            await Task.Delay(AskEvery, parts.Stopping);
        }
    }

    // Asks the controller; null where it does not answer, or has no such subcloud.
    private async Task<SubcloudBody?> ToldAsync(Claim claim)
    {
        Instant asked = await parts.Actor.AskAsync((_, now, outbox) =>
        {
            ClaimDesk.AskController(claim, outbox);
            return now;
        });
        long started = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(started) < AnswerWithin)
        {
            Task changed = parts.Actor.Changed;
            SubcloudToldMessage? told = await parts.Actor.AskAsync((_, _, outbox) =>
            {
                if (claim.Told is not null && claim.ToldAt >= asked)
                    return claim.Told;
                ClaimDesk.AskController(claim, outbox);
                return null;
            });
            if (told is not null)
                return told.Told is null ? null : BodyOf(told, claim.Controller);
            await Task.WhenAny(changed, Task.Delay(AskEvery, parts.Stopping));
        }

        return null;
    }

    private static SubcloudBody BodyOf(SubcloudToldMessage told, PeerId controller) =>
        Picture.SubcloudOf(told.Told!, controller) with
        {
            Ready = (int)told.Ready,
            Lost = (int)told.Lost,
            Reason = null,
        };

    private static KeyedAnswer Reused() => new(CreateOutcome.Created, true)
    {
        Problem = Problem.Of(
            422, "idempotency-key-reuse", "The key was used for another request",
            "This idempotency key came with another body before.",
            "Use a new key for a new request; send the same body to ask again."),
    };

    private static KeyedAnswer Undecided() => new(CreateOutcome.Created, false)
    {
        Problem = Problem.Of(
            503, "partitioned", "The peers do not agree",
            "Not enough peers could be reached to agree on who controls the subcloud.",
            "Ask again with the same key; nothing was made.") with
        {
            Retryable = true,
            RetryAfterMs = 1000,
        },
    };

    private static KeyedAnswer Silent(Claim claim) => new(CreateOutcome.Created, true)
    {
        Problem = Problem.Of(
            409, NotYet, "The request is under way elsewhere",
            $"The peer {claim.Controller} took this key and does not tell of a subcloud now.",
            "Ask again with the same key in a moment.") with
        {
            Retryable = true,
            RetryAfterMs = 1000,
        },
    };
}
