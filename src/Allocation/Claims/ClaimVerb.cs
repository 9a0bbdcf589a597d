namespace P2PCS.Allocation.Claims;

/// <summary>What a facade asks of a witness.</summary>
public enum ClaimVerb : byte
{
    /// <summary>Its word that this facade controls the subcloud.</summary>
    Claim = 0,

    /// <summary>To take that word back.</summary>
    Withdraw = 1,
}
