using P2PCS.Membership.Admission;
using P2PCS.Protocol;

namespace P2PCS.Host.Sealing;

/// <summary>Remembers whose credentials were found right, by their digest: a chain is checked
/// once. Bounded.</summary>
/// <param name="capacity">Credentials remembered.</param>
/// <param name="identity">Decides on one that is not, and takes its holder in.</param>
public sealed class VerifiedCredentials(int capacity, HandshakeIdentity identity)
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

        AdmissionRefusal refusal = identity.Verify(credential, now, out holder);
        if (refusal == AdmissionRefusal.None)
            known.Add(digest, new Verified(holder));
        return refusal;
    }

    /// <summary>Whether a credential was found right lately: to check it again costs next to
    /// nothing.</summary>
    public bool Knows(ReadOnlySpan<byte> credential) =>
        known.Find(Storage.Sha256.Of(credential)) is not null;

    /// <summary>Takes in the holder of a credential just found right, once it has proved to be
    /// it; a second time does nothing.</summary>
    /// <returns>Why it is refused all the same, or none.</returns>
    public AdmissionRefusal Admit(
        ReadOnlySpan<byte> credential, in CredentialHolder holder, Instant now)
    {
        Verified? found = known.Find(Storage.Sha256.Of(credential));
        if (found is { IsAdmitted: true })
            return AdmissionRefusal.None;
        AdmissionRefusal refusal = identity.Admit(holder, now);
        if (found is not null)
            found.IsAdmitted = refusal == AdmissionRefusal.None;
        return refusal;
    }

    /// <summary>Forgets all: what makes a credential right has changed.</summary>
    public void Clear() => known.RemoveAll(_ => true);

    private sealed class Verified(CredentialHolder holder)
    {
        public CredentialHolder Holder => holder;

        public bool IsAdmitted { get; set; }
    }
}
