using P2PCS.Protocol;

namespace P2PCS.Membership.Admission;

/// <summary>Name of a cloud: the SHA-256 of its root public key (SubjectPublicKeyInfo).</summary>
/// <param name="Hash">The digest itself.</param>
public readonly record struct CloudId(Digest Hash)
{
    /// <summary>Whether this names no cloud.</summary>
    public bool IsNone => Hash.IsNone;

    /// <summary>The low bits of the digest.</summary>
    public override int GetHashCode() => Hash.GetHashCode();

    /// <summary>64 lower-case hexadecimal digits.</summary>
    public override string ToString() => Hash.ToString();
}
