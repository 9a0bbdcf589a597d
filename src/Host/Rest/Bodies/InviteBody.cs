namespace P2PCS.Host.Rest.Bodies;

/// <summary>What <c>POST /v1/invites</c> asks for.</summary>
/// <param name="Ttl">How long it admits, such as <c>24h</c>; that if absent.</param>
/// <param name="Role"><c>customer</c>, <c>peer</c> or <c>admin</c>; <c>peer</c> if absent.</param>
/// <param name="Uses">How many peers it admits, 0 for any number; 1 if absent.</param>
public sealed record InviteRequest(string? Ttl = null, string? Role = null, int? Uses = null);

/// <summary>An invite made at this peer.</summary>
/// <param name="Id">Its id, <c>inv_</c> and 26 letters and digits.</param>
/// <param name="State"><c>valid</c>, <c>spent</c>, <c>expired</c> or <c>revoked</c>.</param>
/// <param name="Role">What those it admits may do.</param>
/// <param name="Uses">How many peers it admits; 0: any number.</param>
/// <param name="Used">How many this peer knows it has admitted.</param>
/// <param name="ExpiresAt">When it stops to admit, UTC.</param>
/// <param name="MembersUntil">When the membership of those it admits ends, UTC.</param>
/// <param name="Token">The token; only in the answer to its creation.</param>
public sealed record InviteBody(
    string Id,
    string State,
    string Role,
    int Uses,
    int Used,
    DateTimeOffset ExpiresAt,
    DateTimeOffset MembersUntil,
    string? Token = null);

/// <summary>A peer that was banned.</summary>
/// <param name="Id">Its id.</param>
public sealed record BanBody(string Id);

/// <summary>A new key of the cloud.</summary>
/// <param name="Generation">Which generation it is.</param>
public sealed record KeyBody(uint Generation);

/// <summary>The cloud that a peer is a member of.</summary>
/// <param name="Id">The SHA-256 of its root key, 64 hex digits.</param>
/// <param name="Open">Whether anybody may join.</param>
/// <param name="Role">What this peer may do in it.</param>
/// <param name="Until">When its membership ends, UTC.</param>
/// <param name="Statements">Revocations, bans and new keys known.</param>
/// <param name="KeyGeneration">The newest generation of the cloud's key known; 1 at first.
/// </param>
public sealed record CloudBody(
    string Id,
    bool Open,
    string Role,
    DateTimeOffset Until,
    int Statements,
    uint KeyGeneration);
