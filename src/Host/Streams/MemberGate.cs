using System.Buffers.Text;
using System.Collections.Concurrent;
using P2PCS.Membership.Admission;
using P2PCS.Protocol;

namespace P2PCS.Host.Streams;

/// <summary>Verifies the chain that a peer shows; any thread may call it.</summary>
/// <param name="caller">The peer, proved by TLS.</param>
/// <param name="credential">What it shows, whatever it is.</param>
/// <returns>None where the chain makes this peer a member now.</returns>
public delegate Task<AdmissionRefusal> VerifyMember(
    PeerId caller, ReadOnlyMemory<byte> credential);

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

    /// <summary>Whether a caller is let in.</summary>
    /// <param name="caller">The peer, proved by TLS.</param>
    /// <param name="shown">Its chain as text, if it shows one.</param>
    public async Task<AdmissionRefusal> AdmitAsync(PeerId caller, string? shown)
    {
        if (members.Contains(caller))
            return AdmissionRefusal.None;
        if (shown is null || shown.Length > 2 * Credential.LengthMax || !Base64Url.IsValid(shown))
            return AdmissionRefusal.Malformed;
        return await verify(caller, Base64Url.DecodeFromChars(shown));
    }

    /// <summary>Cancelled when the caller stops being a member.</summary>
    public CancellationToken EndOf(PeerId caller) =>
        inside.GetOrAdd(caller, _ => new CancellationTokenSource()).Token;

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
