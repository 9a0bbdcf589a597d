using P2PCS.Membership.Admission;

namespace P2PCS.Host.Streams;

/// <summary>What a <see cref="MemberGate"/> says to a caller.</summary>
/// <param name="Refusal">None where it is let in; null where it may ask again later.</param>
/// <param name="End">Cancelled when the caller stops being a member.</param>
public readonly record struct GateAnswer(AdmissionRefusal? Refusal, CancellationToken End);
