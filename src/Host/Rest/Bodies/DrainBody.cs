namespace P2PCS.Host.Rest.Bodies;

/// <summary>How this machine is to be drained: the body of <c>PUT /v1/self/drain</c>.</summary>
/// <param name="Deadline">When leases that are left end, such as <c>10m</c>; absent leaves it to
/// customers.</param>
public sealed record DrainRequest(string? Deadline = null);

/// <summary>Whether this machine takes new work.</summary>
/// <param name="Draining">Whether it is drained.</param>
/// <param name="Until">When the leases that are left end, UTC; null if no time is set.</param>
/// <param name="Leases">Holds and leases that are left.</param>
public sealed record DrainBody(bool Draining, DateTimeOffset? Until, int Leases);
