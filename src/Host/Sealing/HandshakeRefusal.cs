using P2PCS.Membership.Admission;
using P2PCS.Protocol;

namespace P2PCS.Host.Sealing;

/// <summary>A handshake that ended with a refusal.</summary>
/// <param name="Address">The other side.</param>
/// <param name="ByOther">Whether the other refused this peer, or this peer the other.</param>
/// <param name="Reason">The number of the reason: of <see cref="AdmissionRefusal"/> below 64, of
/// <see cref="DatagramRefusal"/> from there.</param>
public readonly record struct HandshakeRefusal(PeerAddress Address, bool ByOther, byte Reason)
{
    private const byte OwnReasons = 64;

    /// <summary>What was wrong with the credential, or none where it was something else.</summary>
    public AdmissionRefusal Admission =>
        Reason < OwnReasons ? (AdmissionRefusal)Reason : AdmissionRefusal.None;

    /// <summary>The reason's name, as the enumerations write it; a number that this version does
    /// not know as such.</summary>
    public string Name => Reason < OwnReasons
        ? $"{(AdmissionRefusal)Reason}"
        : $"{(DatagramRefusal)Reason}";
}
