using P2PCS.Protocol;

namespace P2PCS.Membership.Epochs;

/// <summary>The messages in which one kernel's exchanges are made.</summary>
/// <param name="Push">Begins an exchange.</param>
/// <param name="Reply">Ends it.</param>
/// <param name="Undo">Takes it back.</param>
public readonly record struct EpochKinds(MessageKind Push, MessageKind Reply, MessageKind Undo);
