using P2PCS.Allocation.Subclouds;
using P2PCS.Host.Rest.Bodies;

namespace P2PCS.Host.Rest;

/// <summary>What came of a request with an idempotency key.</summary>
/// <param name="Outcome">Whether it could be made, where it is made here.</param>
/// <param name="Replayed">Whether it existed or was asked for before.</param>
internal sealed record KeyedAnswer(CreateOutcome Outcome, bool Replayed)
{
    /// <summary>The subcloud, where another facade controls it.</summary>
    public SubcloudBody? Elsewhere { get; init; }

    /// <summary>Why there is none.</summary>
    public Problem? Problem { get; init; }
}
