namespace P2PCS.Allocation.Claims;

/// <summary>Parameters of agreeing on who controls a subcloud.</summary>
public sealed record ClaimOptions
{
    /// <summary>Peers asked to bear witness: those closest to the subcloud's name. Our guess:
    /// three, so that one may be gone.</summary>
    public int Witnesses { get; init; } = 3;

    /// <summary>How long a witness keeps its word. Source: product, "Keep 24 h".</summary>
    public TimeSpan Keep { get; init; } = TimeSpan.FromHours(24);

    /// <summary>How long a facade tries. Our guess: some round trips and a few resends.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>When an unanswered question is sent again. Our guess, as for leases.</summary>
    public TimeSpan Resend { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Shortest pause after a vote that was split. Our guess: above a round trip.
    /// </summary>
    public TimeSpan Pause { get; init; } = TimeSpan.FromMilliseconds(40);
}
