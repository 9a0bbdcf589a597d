using P2PCS.Host.Shell;
using P2PCS.Membership.Admission;

namespace P2PCS.Host.Sealing;

/// <summary>What a sealed channel works with.</summary>
/// <param name="Options">Parameters.</param>
/// <param name="Identity">Who this peer is.</param>
/// <param name="Keys">The cloud's keys at first.</param>
/// <param name="Entropy">Where keys and nonces come from.</param>
/// <param name="Send">Sends one datagram.</param>
/// <param name="Tell">Hears of every handshake that was refused, here or there.</param>
public sealed record SealedChannelParts(
    SealingOptions Options,
    HandshakeIdentity Identity,
    CloudKeys Keys,
    SealingEntropy Entropy,
    SendSealed Send,
    Action<HandshakeRefusal> Tell);
