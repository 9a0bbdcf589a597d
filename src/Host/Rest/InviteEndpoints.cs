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
        if (problem is null && role == Role.Admin
            && (uses != 1 || ttl > CloudAuthority.AdminInviteLasts))
        {
            problem = Problem.Invalid(
                "An invite for admins was asked for more than one use or 24 hours.",
                "Make one invite for each admin: 'uses' 1 and 'ttl' 24h at the most.");
        }

        if (problem is not null)
            return problem;
        (InviteToken? token, bool entered) = await parts.Actor.AskAsync((node, now, outbox) =>
        {
            parts.Invites.ForgetOver(HostClock.ToUnixSeconds(now), outbox);
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
        if (await RefuseToSayAsync() is { } problem)
            return problem;
        if (!Names.TryParseInvite(id, out UInt128 invite))
        {
            return Problem.NotFound(
                $"'{id}' is no id of an invite.", "GET /v1/invites lists those of this peer.");
        }

        Said said = await parts.Actor.AskAsync((node, now, outbox) =>
            Revoke(node, now, (invite, withPeers == true), outbox));
        if (Refused(said) is { } refused)
            return refused;
        CertificateLink link = parts.Invites.Find(invite) ?? default;
        InviteBody body = await parts.Actor.AskAsync((node, _, _) => BodyOf(node, link));
        return Results.Json(
            body with { Id = Names.Invite(invite), State = "revoked" },
            RestJson.Default.InviteBody);
    }

    private Said Revoke(
        PeerNode node, Instant now, (UInt128 Id, bool WithPeers) invite, Outbox outbox)
    {
        if (IsRevoked(node, invite))
            return Said.Done;
        StatementContent[] contents = [.. Revocations(node, now, invite)];
        Said said = IssueAll(node, now, contents, outbox);
        return said == Said.Done && !IsRevoked(node, invite) ? Said.TooDeep : said;
    }

    // What whoever is as near to the root has said already need not be said again.
    private bool IsRevoked(PeerNode node, (UInt128 Id, bool WithPeers) invite)
    {
        Statement[] deciding =
            [.. node.Charter.Statements.Revocations(invite.Id, Authority.Depth)];
        return deciding.Length > 0
            && (!invite.WithPeers || deciding.All(said => said.Content.Kept.IsEmpty));
    }

    private Said IssueAll(
        PeerNode node, Instant now, StatementContent[] contents, Outbox outbox)
    {
        if (node.Charter.Statements.RoomOf(Authority.Issuer) < contents.Length)
            return Said.Full;
        Statement?[] all = [.. contents.Select(Authority.Say)];
        if (all.Any(statement => statement is null))
            return Said.NotNow;
        bool issued = all.All(statement => node.Charter.Issue(now, statement!, outbox));
        return issued ? Said.Done : Said.Full;
    }

    // One statement lets some members stay, so more of them take more statements. They are later
    // than what was said before, else the two would hold together.
    private IEnumerable<StatementContent> Revocations(
        PeerNode node, Instant now, (UInt128 Id, bool WithPeers) invite)
    {
        uint last = node.Charter.Statements.Revocations(invite.Id, Authority.Depth)
            .FirstOrDefault()?.Content.Time ?? 0;
        uint time = Math.Max((uint)HostClock.ToUnixSeconds(now), last + 1);
        PeerId[] kept = invite.WithPeers
            ? []
            : [.. node.Charter.Members.Members
                .Where(peer => peer.Invite == invite.Id
                    && node.Charter.Members.RefusalOf(peer.Id) == AdmissionRefusal.None)
                .Select(peer => peer.Id)];
        return kept.Length == 0
            ? [StatementContent.Revoke(time, invite.Id, [])]
            : kept.Chunk(StatementContent.KeptMax)
                .Select(some => StatementContent.Revoke(time, invite.Id, some));
    }

    private async Task<IResult> BanAsync(string id)
    {
        if (await RefuseToSayAsync() is { } problem)
            return problem;
        (PeerId[] found, Said said) = await parts.Actor.AskAsync((node, now, outbox) =>
        {
            PeerId[] named = Named(node, id);
            return named is not [var peer] || peer == node.Self.Id
                ? (named, Said.Full)
                : (named, Ban(node, now, peer, outbox));
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

        return Refused(said) is { } refused
            ? refused
            : Results.Json(new BanBody(subject.ToString()), RestJson.Default.BanBody);
    }

    private Said Ban(PeerNode node, Instant now, PeerId peer, Outbox outbox)
    {
        if (node.Charter.Members.RefusalOf(peer) == AdmissionRefusal.Banned)
            return Said.Done;
        var content = StatementContent.Ban((uint)HostClock.ToUnixSeconds(now), peer);
        Said said = IssueAll(node, now, [content], outbox);
        bool holds = node.Charter.Members.RefusalOf(peer) == AdmissionRefusal.Banned;
        return said == Said.Done && !holds ? Said.TooDeep : said;
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

    private async Task<Problem?> RefuseToSayAsync() =>
        RefuseUnlessAdmin() ?? await ClockProblem.FindAsync(parts);

    private Problem? RefuseUnlessAdmin() => Authority.IsAdmin ? null : Problem.Of(
        403, "forbidden", "Not allowed",
        $"The role of this peer is '{Picture.Word(Authority.Membership.Role)}'; only admins may.",
        "Ask at the peer of an admin, such as the one that founded the cloud.");

    private static Problem? Refused(Said said) => said switch
    {
        Said.Done => null,
        Said.Full => Problem.Conflict(
            "conflict", "There is no room for another statement of this issuer.",
            "Let another admin say it, or the root."),
        Said.NotNow => Problem.Conflict(
            "conflict", "The membership of this peer is over, or its clock is behind.",
            "Set the clock, or join again with a new token, or ask another admin."),
        _ => Problem.Conflict(
            "conflict", "This counts for nothing: somebody nearer to the root is concerned.",
            "Ask an admin nearer to the root, or the root."),
    };

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

    private InviteBody BodyOf(PeerNode node, CertificateLink link)
    {
        UInt128 id = link.InviteId;
        int used = node.Charter.Members.Members.Count(peer => peer.Invite == id);
        bool revoked = node.Charter.Statements.IsRevoked(id, Authority.Depth + 2);
        return BodyOf(link, used, revoked);
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

    // What became of something to be said to the whole cloud.
    private enum Said
    {
        Done,
        Full,
        NotNow,
        TooDeep,
    }
}
