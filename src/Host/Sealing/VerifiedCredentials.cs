using P2PCS.Membership.Admission;
using P2PCS.Protocol;

namespace P2PCS.Host.Sealing;

/// <summary>Remembers whose credentials were found right, by their digest: a chain is checked
/// once. Bounded.</summary>
/// <param name="capacity">Credentials remembered.</param>
/// <param name="verify">Decides on one that is not.</param>
public sealed class VerifiedCredentials(int capacity, VerifyCredential verify)
{
    private readonly BoundedTable<Digest, Verified> known = new(capacity);

    /// <summary>Whose a credential is.</summary>
    /// <returns>Why it is refused, or none.</returns>
    public AdmissionRefusal Check(
        ReadOnlySpan<byte> credential, Instant now, out CredentialHolder holder)
    {
        Digest digest = Storage.Sha256.Of(credential);
        if (known.TryUse(digest, out Verified? found))
        {
            holder = found.Holder;
            if (now < holder.NotAfter)
                return AdmissionRefusal.None;
            known.Remove(digest);
        }

        AdmissionRefusal refusal = verify(credential, now, out holder);
        if (refusal == AdmissionRefusal.None)
            known.Add(digest, new Verified(holder));
        return refusal;
    }

    /// <summary>Forgets all: what makes a credential right has changed.</summary>
    public void Clear() => known.RemoveAll(_ => true);

    private sealed record Verified(CredentialHolder Holder);
}
