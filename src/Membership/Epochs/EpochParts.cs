namespace P2PCS.Membership.Epochs;

/// <summary>What all exchanges of a kernel work with.</summary>
/// <param name="Options">Their paces.</param>
/// <param name="Kinds">Their messages.</param>
/// <param name="Partners">Where partners come from.</param>
public sealed record EpochParts(EpochOptions Options, EpochKinds Kinds, Partners Partners);
