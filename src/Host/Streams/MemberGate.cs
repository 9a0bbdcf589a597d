using System.Buffers.Text;
using System.Collections.Concurrent;
using P2PCS.Membership.Admission;
using P2PCS.Protocol;

namespace P2PCS.Host.Streams;

/// <summary>Verifies the chain that a peer shows; any thread may call it.</summary>
/// <param name="from">Where it calls from.</param>
/// <param name="caller">The peer, proved by TLS.</param>
/// <param name="credential">What it shows, whatever it is.</param>
/// <returns>None where the chain makes this peer a member now; null where too many chains came
/// lately to look at another.</returns>
public delegate Task<AdmissionRefusal?> VerifyMember(
    PeerAddress from, PeerId caller, ReadOnlyMemory<byte> credential);

/// <summary>Lets only members of the cloud read streams. TLS proves the caller's key; that the key
/// is a member's is known from its handshake, or shown by the chain in the request. Safe for any
/// number of threads.</summary>
/// <param name="verify">Verifies a chain.</param>
public sealed class MemberGate(VerifyMember verify)
{
    /// <summary>The request header that holds the caller's chain, base64url.</summary>
    public const string CredentialHeader = "p2pcs-credential";

    /// <summary>The header of a refusal that says why.</summary>
    public const string RefusalHeader = "p2pcs-refusal";

    private readonly ConcurrentDictionary<PeerId, CancellationTokenSource> inside = new();
    private volatile IReadOnlySet<PeerId> members = new HashSet<PeerId>();

    /// <summary>Whether a caller is let in, and until when.</summary>
    /// <param name="from">Where it calls from.</param>
    /// <param name="caller">The peer, proved by TLS.</param>
    /// <param name="shown">Its chain as text, if it shows one.</param>
    public async Task<GateAnswer> AdmitAsync(PeerAddress from, PeerId caller, string? shown)
    {
        IReadOnlySet<PeerId> before = members;
        AdmissionRefusal? refusal = before.Contains(caller) ? AdmissionRefusal.None
            : shown is null || shown.Length > 2 * Credential.LengthMax
                || !Base64Url.IsValid(shown) ? AdmissionRefusal.Malformed
            : await verify(from, caller, Base64Url.DecodeFromChars(shown));
        if (refusal != AdmissionRefusal.None)
            return new GateAnswer(refusal, default);
        CancellationToken end =
            inside.GetOrAdd(caller, _ => new CancellationTokenSource()).Token;

        // An update that came before the line above has ended nothing of this caller.
        IReadOnlySet<PeerId> after = members;
        bool missed = !ReferenceEquals(before, after) && !after.Contains(caller);
        return new GateAnswer(refusal, missed ? new CancellationToken(canceled: true) : end);
    }

    /// <summary>Tells who is a member now; streams of all others end.</summary>
    /// <param name="now">A set that nobody changes any more.</param>
    public void Update(IReadOnlySet<PeerId> now)
    {
        ArgumentNullException.ThrowIfNull(now);
        if (ReferenceEquals(members, now))
            return;
        members = now;
        foreach (PeerId caller in inside.Keys)
        {
            if (!now.Contains(caller) && inside.TryRemove(caller, out var end))
                end.CancelAsync();
        }
    }
}
