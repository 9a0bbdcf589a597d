using System.Security.Cryptography;
using P2PCS.Protocol;

namespace P2PCS.Membership.Admission;

/// <summary>The generations of a cloud's key that are accepted at a time; immutable.</summary>
public sealed class CloudKeys
{
    /// <summary>Generations accepted at a time: the current one and the one before it, so that a
    /// change needs no moment at which all change. Our guess.</summary>
    public const int AcceptedMax = 2;

    private readonly CloudKey[] accepted;

    /// <summary>Keys with one generation.</summary>
    public CloudKeys(CloudKey current)
        : this([current])
    {
    }

    private CloudKeys(CloudKey[] accepted) => this.accepted = accepted;

    /// <summary>The generation to send with: the highest.</summary>
    public CloudKey Current => accepted[0];

    /// <summary>All accepted generations, the highest first.</summary>
    public ReadOnlySpan<CloudKey> Accepted => accepted;

    private static ReadOnlySpan<byte> OpenDomain => "p2pcs open cloud 1"u8;

    /// <summary>The key of an open cloud: it follows from the cloud's id, so it is no secret.
    /// </summary>
    public static CloudKeys Open(CloudId cloud)
    {
        Span<byte> id = stackalloc byte[Digest.Length];
        cloud.Hash.Write(id);
        Span<byte> secret = stackalloc byte[CloudKey.SecretLength];
        HKDF.DeriveKey(HashAlgorithmName.SHA256, id, secret, default, OpenDomain);
        return new CloudKeys(new CloudKey(1, secret));
    }

    /// <summary>These keys and one more generation; the lowest goes where there are too many. A
    /// generation that is there already stays as it is.</summary>
    public CloudKeys With(CloudKey added)
    {
        ArgumentNullException.ThrowIfNull(added);
        if (accepted.Any(key => key.Generation == added.Generation))
            return this;
        return new CloudKeys([.. accepted.Append(added)
            .OrderByDescending(key => key.Generation).Take(AcceptedMax)]);
    }

    /// <summary>The key of a generation, or null where it is not accepted.</summary>
    public CloudKey? Find(uint generation) =>
        Array.Find(accepted, key => key.Generation == generation);
}
