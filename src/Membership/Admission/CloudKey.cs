using P2PCS.Protocol;

namespace P2PCS.Membership.Admission;

/// <summary>One generation of the secret that every member of a cloud has.</summary>
public sealed class CloudKey
{
    /// <summary>Length of the secret, in bytes.</summary>
    public const int SecretLength = 32;

    private readonly byte[] secret;

    /// <summary>A generation of the key.</summary>
    /// <param name="generation">From 1; a later one replaces it.</param>
    /// <param name="secret">32 bytes, copied.</param>
    public CloudKey(uint generation, ReadOnlySpan<byte> secret)
    {
        Invariant.Holds(generation > 0 && secret.Length == SecretLength);
        Generation = generation;
        this.secret = secret.ToArray();
    }

    /// <summary>Which generation, from 1.</summary>
    public uint Generation { get; }

    /// <summary>The 32 bytes; they go into no log.</summary>
    public ReadOnlySpan<byte> Secret => secret;

    /// <summary>Says which generation, never the secret.</summary>
    public override string ToString() => $"cloud key, generation {Generation}";
}
