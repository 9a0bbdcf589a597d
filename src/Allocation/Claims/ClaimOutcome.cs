namespace P2PCS.Allocation.Claims;

/// <summary>A witness's answer to a claim.</summary>
public enum ClaimOutcome : byte
{
    /// <summary>It gives its word.</summary>
    Granted = 0,

    /// <summary>It has given its word to another facade, which is named.</summary>
    Given = 1,

    /// <summary>It knows better witnesses: peers closer to the subcloud's name.</summary>
    NoWitness = 2,
}
