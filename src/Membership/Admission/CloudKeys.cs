using System.Security.Cryptography;
using P2PCS.Protocol;

namespace P2PCS.Membership.Admission;

/// <summary>The generations of a cloud's key that are accepted at a time; immutable.</summary>
public sealed class CloudKeys
{
    /// <summary>Generations accepted at a time: the current one and the one before it, so that a
    /// change needs no moment at which all change. Our guess.</summary>
    public const int AcceptedMax = 2;

    /// <summary>Earlier generations remembered only to tell who still uses one that it is over.
    /// Our guess: more than a year of changes each month and a half.</summary>
    public const int RetiredMax = 8;

    private readonly CloudKey[] all;

    /// <summary>Keys with one generation.</summary>
    public CloudKeys(CloudKey current)
        : this([current])
    {
    }

    private CloudKeys(CloudKey[] all) => this.all = all;

    /// <summary>The generation to send with: the highest.</summary>
    public CloudKey Current => all[0];

    /// <summary>All accepted generations, the highest first.</summary>
    public ReadOnlySpan<CloudKey> Accepted => all.AsSpan(0, AcceptedCount);

    /// <summary>Generations that were accepted once, the highest first.</summary>
    public ReadOnlySpan<CloudKey> Retired => all.AsSpan(AcceptedCount);

    private int AcceptedCount => Math.Min(all.Length, AcceptedMax);

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
        if (all.Any(key => key.Generation == added.Generation))
            return this;
        return new CloudKeys([.. all.Append(added)
            .OrderByDescending(key => key.Generation).Take(AcceptedMax + RetiredMax)]);
    }

    /// <summary>The key of a generation, or null where it is not accepted.</summary>
    public CloudKey? Find(uint generation)
    {
        foreach (CloudKey key in Accepted)
        {
            if (key.Generation == generation)
                return key;
        }

        return null;
    }
}
