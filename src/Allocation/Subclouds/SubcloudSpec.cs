using P2PCS.Protocol;

namespace P2PCS.Allocation.Subclouds;

/// <summary>What a customer asked for, with the changes that were made since.</summary>
/// <param name="Id">The subcloud's name in the protocol.</param>
/// <param name="Name">Its name for people, or null.</param>
/// <param name="Count">Members wanted, 1 to <see cref="Limits.SubcloudMembers"/>.</param>
/// <param name="Min">Members that will do, 1 to <paramref name="Count"/>.</param>
/// <param name="Resources">What each member must offer.</param>
/// <param name="Ttl">How long it lives, from when it was asked for.</param>
/// <param name="StartWithin">How long machines are looked for before it fails.</param>
/// <param name="ReleaseWhenIdle">Whether it ends with the last of its tasks.</param>
public sealed record SubcloudSpec(
    UInt128 Id,
    string? Name,
    int Count,
    int Min,
    Resources Resources,
    TimeSpan Ttl,
    TimeSpan StartWithin,
    bool ReleaseWhenIdle)
{
    /// <summary>Most bytes of <see cref="Labels"/> in UTF-8.</summary>
    public const int LabelBytes = 512;

    /// <summary>How long a member's machine may be unreachable before the member is given up and
    /// replaced; its lease may lapse before. Our guess: five seconds after the failure detector
    /// gave its machine up, which took a few already.</summary>
    public TimeSpan LostAfter { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Most members that are replaced in its life. Our guess: as many as a subcloud may
    /// have.</summary>
    public int ReplaceMax { get; init; } = Limits.SubcloudMembers;

    /// <summary>The customer's own words about it, one <c>key=value</c> a line, by key.</summary>
    public string Labels { get; init; } = "";

    /// <summary>Digest of the request, where it came with an idempotency key; else none.</summary>
    public Digest Fingerprint { get; init; }
}
