using P2PCS.Host.Identity;
using P2PCS.Host.Rest.Bodies;
using P2PCS.Host.Shell;
using P2PCS.Membership.Admission;
using P2PCS.Node;
using P2PCS.Protocol;

namespace P2PCS.Host.Rest;

/// <summary><c>/v1/invites</c> and <c>/v1/peers/{id}:ban</c>.</summary>
/// <param name="parts">What the facade works with.</param>
internal sealed class InviteEndpoints(FacadeParts parts)
{
    private const int ContactsMax = 4;
    private static readonly TimeSpan DefaultTtl = TimeSpan.FromHours(24);
    private static readonly TimeSpan LongestTtl = TimeSpan.FromDays(3650);

    private CloudAuthority Authority => parts.Authority;

    public void Map(RouteGroupBuilder v1)
    {
        v1.MapPost("/invites", (Delegate)CreateAsync)
            .Accepts<InviteRequest>("application/json")
            .Produces<InviteBody>(201)
            .WithSummary("Makes an invite; the token in the answer is shown only once.");
        v1.MapGet("/invites", ListAsync)
            .Produces<InviteBody[]>()
            .WithSummary("The invites made at this peer.");
        v1.MapDelete("/invites/{id}", RevokeAsync)
            .Produces<InviteBody>()
            .WithSummary("Revokes an invite; 'withPeers=true' also those it admitted.");
        v1.MapPost("/peers/{id}:ban", BanAsync)
            .Produces<BanBody>()
            .WithSummary("Bans a peer from the cloud for good, by its id or a prefix.");
    }

    private async Task<IResult> CreateAsync(HttpContext http)
    {
        (InviteRequest? body, Problem? problem) =
            await Requests.ReadAsync(http, RestJson.Default.InviteRequest);
        if (problem is not null)
            return problem;
        if (Authority.Membership.OpenToken is { } open && body == new InviteRequest())
            return Created(open, open.Invite.Links[^1]);
        problem = Requests.Read(body!.Ttl, "ttl", DefaultTtl, out TimeSpan ttl)
            ?? Read(body, out Role role, out ushort uses) ?? RefuseUnlessAdmin();
        Read(body, out role, out uses);
        if (problem is null && ttl > LongestTtl)
            problem = Problem.Invalid($"'ttl' is '{body.Ttl}'.", "It is ten years at the most.");
        if (problem is not null)
            return problem;
        (InviteToken? token, bool entered) = await parts.Actor.AskAsync((node, now, outbox) =>
        {
            ForgetExpired(now, outbox);
            CloudKeys keys = node.Charter.Statements.Apply(Authority.Membership.Keys);
            InviteToken? made = Authority.Invite(role, uses, ttl, HostClock.ToUtc(now), keys);
            return (made, made is not null
                && parts.Invites.TryEnter(made.Invite.Links[^1], outbox));
        });
        if (token is null)
        {
            return Problem.Conflict(
                "conflict", "The chain of certificates of this peer is as long as one may be.",
                "Ask an admin nearer to the root of the cloud for the invite.");
        }

        return entered ? Created(token, token.Invite.Links[^1]) : Problem.Conflict(
            "conflict", $"This peer has {InviteBook.CountMax} invites, the most it may.",
            "Wait for some to expire, or ask at another peer.");
    }

    private IResult Created(InviteToken token, CertificateLink link)
    {
        InviteBody body = BodyOf(link, used: 0, revoked: false) with
        {
            Token = (token with { Contacts = Contacts() }).Format(),
        };
        return Results.Json(body, RestJson.Default.InviteBody, statusCode: 201);
    }

    // Itself first, then some of those that answer.
    private PeerAddress[] Contacts() =>
    [
        parts.Identity.Address,
        .. parts.Picture().Peers
            .Where(peer => !peer.Self && peer.State == "alive")
            .OrderBy(_ => Random.Shared.Next())
            .Take(ContactsMax - 1)
            .Select(peer => Addresses.ToPeer(System.Net.IPEndPoint.Parse(peer.Address))),
    ];

    private async Task<IResult> ListAsync()
    {
        InviteBody[] all = await parts.Actor.AskAsync((node, _, _) =>
            parts.Invites.All.Select(link => BodyOf(node, link)).ToArray());
        return Results.Json(all, RestJson.Default.InviteBodyArray);
    }

    private async Task<IResult> RevokeAsync(string id, bool? withPeers)
    {
        if (RefuseUnlessAdmin() is { } problem)
            return problem;
        if (!Names.TryParseInvite(id, out UInt128 invite))
        {
            return Problem.NotFound(
                $"'{id}' is no id of an invite.", "GET /v1/invites lists those of this peer.");
        }

        bool done = await parts.Actor.AskAsync((node, now, outbox) =>
        {
            foreach (StatementContent content in Revocations(node, now, invite, withPeers == true))
                node.Charter.Issue(now, Authority.Say(content), outbox);
            return node.Charter.Statements.IsRevoked(invite);
        });
        if (!done)
            return Full();
        CertificateLink link = parts.Invites.Find(invite) ?? default;
        InviteBody body = await parts.Actor.AskAsync((node, _, _) => BodyOf(node, link));
        return Results.Json(
            body with { Id = Names.Invite(invite), State = "revoked" },
            RestJson.Default.InviteBody);
    }

    // One statement lets some members stay, so more of them take more statements.
    private static IEnumerable<StatementContent> Revocations(
        PeerNode node, Instant now, UInt128 invite, bool withPeers)
    {
        uint time = (uint)HostClock.ToUnixSeconds(now);
        PeerId[] kept = withPeers
            ? []
            : [.. node.Charter.Members.Members
                .Where(peer => peer.Invite == invite
                    && node.Charter.Members.RefusalOf(peer.Id) == AdmissionRefusal.None)
                .Select(peer => peer.Id)];
        return kept.Length == 0
            ? [StatementContent.Revoke(time, invite, [])]
            : kept.Chunk(StatementContent.KeptMax)
                .Select(some => StatementContent.Revoke(time, invite, some));
    }

    private async Task<IResult> BanAsync(string id)
    {
        if (RefuseUnlessAdmin() is { } problem)
            return problem;
        (PeerId[] found, bool banned) = await parts.Actor.AskAsync((node, now, outbox) =>
        {
            PeerId[] named = Named(node, id);
            if (named is not [var peer] || peer == node.Self.Id)
                return (named, false);
            var content = StatementContent.Ban((uint)HostClock.ToUnixSeconds(now), peer);
            node.Charter.Issue(now, Authority.Say(content), outbox);
            return (named, node.Charter.Statements.IsBanned(peer));
        });
        if (found is not [var subject])
        {
            return Problem.NotFound(
                $"{found.Length} known peers have an id that begins with '{id}'.",
                "GET /v1/peers lists them; a peer that is not known is banned by its whole id.");
        }

        if (subject == parts.Identity.Id)
        {
            return Problem.Conflict(
                "conflict", "A peer does not ban itself.", "Stop it, or ban it at another peer.");
        }

        return banned
            ? Results.Json(new BanBody(subject.ToString()), RestJson.Default.BanBody)
            : Full();
    }

    private static PeerId[] Named(PeerNode node, string id)
    {
        if (Digest.TryParse(id, out Digest whole))
            return [new PeerId(whole)];
        IEnumerable<PeerId> members = node.Charter.Members.Members.Select(peer => peer.Id);
        IEnumerable<PeerId> known = Enumerable.Range(0, node.Peers.End)
            .Where(node.Peers.IsTaken).Select(handle => node.Peers[handle].Id);
        return [.. members.Concat(known).Append(node.Self.Id).Distinct().Where(
            peer => peer.ToString().StartsWith(id, StringComparison.OrdinalIgnoreCase))];
    }

    private Problem? RefuseUnlessAdmin() => Authority.IsAdmin ? null : Problem.Of(
        403, "forbidden", "Not allowed",
        $"The role of this peer is '{Picture.Word(Authority.Membership.Role)}'; only admins " +
        "invite, revoke and ban.",
        "Ask at the peer of an admin, such as the one that founded the cloud.");

    private static Problem Full() => Problem.Conflict(
        "conflict", "There is no room for another statement of this issuer.",
        "Let another admin say it, or the root.");

    private static Problem? Read(InviteRequest body, out Role role, out ushort uses)
    {
        uses = (ushort)Math.Clamp(body.Uses ?? 1, 0, ushort.MaxValue);
        role = body.Role switch
        {
            null or "peer" => Role.Peer,
            "customer" => Role.Customer,
            "admin" => Role.Admin,
            _ => Role.None,
        };
        if (role == Role.None)
            return Problem.Invalid($"'role' is '{body.Role}'.", "Use customer, peer or admin.");
        return uses == (body.Uses ?? 1)
            ? null
            : Problem.Invalid($"'uses' is {body.Uses}.", "Use 0 (any number) to 65535.");
    }

    private void ForgetExpired(Instant now, Outbox outbox)
    {
        long seconds = HostClock.ToUnixSeconds(now);
        foreach (CertificateLink link in parts.Invites.All.Where(link => link.Until < seconds))
            parts.Invites.Forget(link.InviteId, outbox);
    }

    private static InviteBody BodyOf(PeerNode node, CertificateLink link)
    {
        UInt128 id = link.InviteId;
        int used = node.Charter.Members.Members.Count(peer => peer.Invite == id);
        return BodyOf(link, used, node.Charter.Statements.IsRevoked(id));
    }

    private static InviteBody BodyOf(CertificateLink link, int used, bool revoked)
    {
        string state = revoked ? "revoked"
            : link.Uses > 0 && used >= link.Uses ? "spent"
            : link.JoinUntil < DateTimeOffset.UtcNow.ToUnixTimeSeconds() ? "expired"
            : "valid";
        return new InviteBody(
            Names.Invite(link.InviteId),
            state,
            Picture.Word(link.Role),
            link.Uses,
            used,
            DateTimeOffset.FromUnixTimeSeconds(link.JoinUntil),
            DateTimeOffset.FromUnixTimeSeconds(link.Until));
    }
}
