namespace P2PCS.Host.Rest.Bodies;

/// <summary>What a customer asks for: the body of <c>POST /v1/subclouds</c>.</summary>
/// <param name="Count">How many machines are wanted, 1 to 1,000.</param>
/// <param name="Min">How few will do; <paramref name="Count"/> if absent.</param>
/// <param name="Resources">What each member must offer; one core and 256 MiB if absent.</param>
/// <param name="Ttl">How long to keep it, such as <c>2h</c> or <c>90s</c>; 1 h if absent.</param>
/// <param name="StartWithin">How long to look for machines; 10 s if absent.</param>
/// <param name="Name">A name for people, unique among this facade's live subclouds.</param>
public sealed record SubcloudRequest(
    int Count,
    int? Min = null,
    ResourcesBody? Resources = null,
    string? Ttl = null,
    string? StartWithin = null,
    string? Name = null)
{
    /// <summary>When lost members are replaced, and how many.</summary>
    public ReplaceBody? Replace { get; init; }

    /// <summary>The customer's own words, such as <c>project: alpha</c>; 512 bytes in all.
    /// </summary>
    public IReadOnlyDictionary<string, string>? Labels { get; init; }

    /// <summary>The same as the header <c>Idempotency-Key</c>.</summary>
    public string? ClientToken { get; init; }
}

/// <summary>When a member that does not answer is lost, and how many are replaced.</summary>
/// <param name="After">How long it may be unreachable, such as <c>45s</c>; 5 s if absent.</param>
/// <param name="Max">Most replacements in the subcloud's life; 1,000 if absent.</param>
public sealed record ReplaceBody(string? After = null, int? Max = null);

/// <summary>Changes to a live subcloud: the body of <c>PATCH</c>; what is absent stays.</summary>
/// <param name="Count">Members wanted.</param>
/// <param name="Min">Members that will do; lowered with the count where absent.</param>
/// <param name="Ttl">How long it lives from now on.</param>
/// <param name="Labels">All its labels.</param>
/// <param name="Replace">When lost members are replaced.</param>
public sealed record SubcloudChange(
    int? Count = null,
    int? Min = null,
    string? Ttl = null,
    IReadOnlyDictionary<string, string>? Labels = null,
    ReplaceBody? Replace = null);

/// <summary>A longer life for a subcloud: the body of <c>:renew</c>.</summary>
/// <param name="Ttl">How long it lives from now on, such as <c>2h</c>.</param>
public sealed record RenewRequest(string Ttl);

/// <summary>A named set of leased machines.</summary>
/// <param name="Id">The subcloud's id, <c>sc_...</c>.</param>
/// <param name="Name">The name its customer gave it, or null.</param>
/// <param name="State">
/// <c>allocating</c>, <c>active</c>, <c>degraded</c>, <c>releasing</c>, <c>released</c>,
/// <c>expired</c> or <c>failed</c>.
/// </param>
/// <param name="Requested">Members wanted.</param>
/// <param name="Min">Members that will do.</param>
/// <param name="Ready">Members whose lease is active and whose machine answers.</param>
/// <param name="Lost">Members lost so far.</param>
/// <param name="Resources">What each member offers.</param>
/// <param name="CreatedAt">When it was asked for, UTC.</param>
/// <param name="ExpiresAt">When its ttl ends, UTC.</param>
/// <param name="Facade">Id of the peer that controls it.</param>
/// <param name="Reason">Why it is in this state, where that needs saying.</param>
/// <param name="Members">Its members, lost and released ones included; none where another facade
/// answers than the one that controls it.</param>
public sealed record SubcloudBody(
    string Id,
    string? Name,
    string State,
    int Requested,
    int Min,
    int Ready,
    int Lost,
    ResourcesBody Resources,
    DateTimeOffset CreatedAt,
    DateTimeOffset ExpiresAt,
    string Facade,
    ReasonBody? Reason,
    IReadOnlyList<MemberBody> Members)
{
    /// <summary>When lost members are replaced, and how many.</summary>
    public ReplaceBody? Replace { get; init; }

    /// <summary>Its labels, or null if it has none.</summary>
    public IReadOnlyDictionary<string, string>? Labels { get; init; }
}

/// <summary>One member of a subcloud.</summary>
/// <param name="PeerId">The machine's id.</param>
/// <param name="Address">Where it is reached, <c>ADDR:PORT</c>.</param>
/// <param name="State">
/// <c>active</c>, <c>unreachable</c>, <c>draining</c>, <c>lost</c> or <c>released</c>.
/// </param>
/// <param name="Fence">Boot epoch and counter of the lease, <c>EPOCH.COUNTER</c>.</param>
public sealed record MemberBody(string PeerId, string Address, string State, string Fence);

/// <summary>Why something is as it is.</summary>
/// <param name="Code">A word for programs.</param>
/// <param name="Message">A sentence for people.</param>
public sealed record ReasonBody(string Code, string Message);
