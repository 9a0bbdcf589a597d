using System.Security.Cryptography;
using P2PCS.Host.Sealing;
using P2PCS.Membership.Admission;
using P2PCS.Protocol;

namespace P2PCS.Host.Streams;

/// <summary>Verifies the signatures of chains that TLS clients show, on the caller's thread and
/// within a budget for each source: only a chain whose key the client proved to hold, and whose
/// signatures are right, is worth the node's attention. Safe for any number of threads.</summary>
/// <param name="cloud">The cloud.</param>
/// <param name="time">Tells the time.</param>
public sealed class ChainCheck(CloudId cloud, TimeProvider time)
{
    /// <summary>Chains per second from one source (see <see cref="SourceGate.SourceOf"/>); twice
    /// as many at once. Our guess: a peer shows its chain once to each peer it reads from.
    /// </summary>
    public const double SourceRate = 10;

    /// <summary>The same from all sources. Our guess: at 2 ms each, a tenth of a core.</summary>
    public const double TotalRate = 50;

    private const int Sources = 1024;

    // Our guess: half of a small machine at the worst.
    private static readonly SemaphoreSlim Places = new(2);

    private readonly Lock gate = new();
    private readonly SourceBuckets sources = new(Sources, SourceRate, 2 * SourceRate);
    private readonly TokenBucket all = new(TotalRate, 2 * TotalRate);

    /// <summary>Whether a chain is the caller's and well signed; statements are not asked.
    /// </summary>
    /// <returns>Why it is refused, null where too many came; and the member where it is not.
    /// </returns>
    public async Task<(AdmissionRefusal? Refusal, AdmittedPeer? Member)> VerifyAsync(
        PeerAddress from, PeerId caller, ReadOnlyMemory<byte> chain)
    {
        AdmissionRefusal refusal = Credential.TryRead(chain.Span, out Credential? credential);
        if (refusal != AdmissionRefusal.None)
            return (refusal, null);
        if (!HasBudget(from))
            return (null, null);
        await Places.WaitAsync();
        try
        {
            if (!IsOf(credential!, caller))
                return (AdmissionRefusal.BadSignature, null);
            refusal = CredentialCheck.Prove(
                chain.Span, cloud, time.GetUtcNow().ToUnixTimeSeconds(), out AdmittedPeer? member);
            return (refusal, member);
        }
        finally
        {
            Places.Release();
        }
    }

    private static bool IsOf(Credential credential, PeerId caller) =>
        !credential.Links.IsEmpty
            && credential.Links[^1].Subject.TryExpand(out ECPoint point)
            && PublicKey.HashOf(point) == caller.Hash;

    private bool HasBudget(PeerAddress from)
    {
        var now = new Instant(time.GetUtcNow().UtcTicks);
        lock (gate)
            return sources.TryTake(now, from) && all.TryTake(now);
    }
}
