using P2PCS.Protocol;

namespace P2PCS.Allocation.Subclouds;

/// <summary>What a customer asked for.</summary>
/// <param name="Id">The subcloud's name in the protocol.</param>
/// <param name="Name">Its name for people, or null.</param>
/// <param name="Count">Members wanted, 1 to <see cref="Limits.SubcloudMembers"/>.</param>
/// <param name="Min">Members that will do, 1 to <paramref name="Count"/>.</param>
/// <param name="Resources">What each member must offer.</param>
/// <param name="Ttl">How long it lives.</param>
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
    bool ReleaseWhenIdle);
