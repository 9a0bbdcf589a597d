namespace P2PCS.Protocol;

/// <summary>Name of a peer: the SHA-256 of its public key (SubjectPublicKeyInfo).</summary>
/// <param name="Hash">The digest itself.</param>
public readonly record struct PeerId(Digest Hash)
{
    /// <summary>Length on the wire, in bytes.</summary>
    public const int Length = Digest.Length;

    /// <summary>Nobody: not yet known who.</summary>
    public static PeerId None => default;

    /// <summary>Whether this names nobody.</summary>
    public bool IsNone => Hash.IsNone;

    /// <summary>The low bits of the digest.</summary>
    public override int GetHashCode() => Hash.GetHashCode();

    /// <summary>64 lower-case hexadecimal digits.</summary>
    public override string ToString() => Hash.ToString();
}
