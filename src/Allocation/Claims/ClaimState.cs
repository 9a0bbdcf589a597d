namespace P2PCS.Allocation.Claims;

/// <summary>How a facade's claim on a subcloud stands.</summary>
public enum ClaimState
{
    /// <summary>Witnesses are being asked.</summary>
    Asking,

    /// <summary>Most witnesses gave their word: the subcloud is controlled here.</summary>
    Won,

    /// <summary>Another facade controls it.</summary>
    Elsewhere,

    /// <summary>No majority of witnesses agreed in time; nothing was made.</summary>
    Undecided,
}
