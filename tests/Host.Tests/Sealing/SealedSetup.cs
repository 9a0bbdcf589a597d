using System.Security.Cryptography;
using P2PCS.Host.Sealing;
using P2PCS.Membership.Admission;
using P2PCS.Protocol;

namespace P2PCS.Host.Tests.Sealing;

/// <summary>What a peer of a virtual network is.</summary>
internal sealed record SealedSetup(int Number, PeerAddress Address)
{
    public SealingOptions Options { get; init; } = new();

    public CloudKeys? Keys { get; init; }

    public ECDsa? Key { get; init; }

    public byte[]? Credential { get; init; }
}
