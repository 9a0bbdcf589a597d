namespace P2PCS.Host.Rest.Bodies;

/// <summary>Whether the peer serves: the answer of <c>GET /healthz</c>.</summary>
/// <param name="Status"><c>ok</c>, or <c>stopping</c> with status 503.</param>
public sealed record HealthBody(string Status);
