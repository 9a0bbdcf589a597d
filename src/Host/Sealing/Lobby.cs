using System.Buffers.Binary;
using System.Security.Cryptography;
using P2PCS.Membership.Admission;

namespace P2PCS.Host.Sealing;

/// <summary>
/// Seals what peers say before they have a session, under a key that each sender derives from the
/// cloud's: whoever has not got that key can neither read nor make it. Header of 22 bytes in
/// clear: type (u8), low byte of the key's generation (u8), salt of the sender (16), counter
/// (u32); then content and tag (16).
/// </summary>
public sealed class Lobby : IDisposable
{
    /// <summary>Bytes before the content.</summary>
    public const int HeaderLength = 22;

    /// <summary>Bytes beside the content.</summary>
    public const int Overhead = HeaderLength + TagLength;

    private const int TagLength = 16;
    private const int SaltLength = 16;
    private const int SaltAt = 2;
    private const int CounterAt = 18;
    private const int NonceLength = 12;

    private readonly SealingEntropy entropy;
    private readonly byte[] salt = new byte[SaltLength];
    private AesGcm? sealer;
    private CloudKey? sealerKey;
    private uint counter;

    /// <summary>A sender with a fresh salt.</summary>
    public Lobby(SealingEntropy entropy)
    {
        this.entropy = entropy;
        entropy.Fill(salt);
    }

    private static ReadOnlySpan<byte> Domain => "p2pcs lobby 1"u8;

    /// <summary>Seals a content that is in place after the header's room.</summary>
    /// <param name="type">What it is.</param>
    /// <param name="key">The generation to seal under.</param>
    /// <param name="datagram">Room for header, content and tag, exactly.</param>
    public void Seal(DatagramType type, CloudKey key, Span<byte> datagram)
    {
        if (counter == uint.MaxValue)
        {
            // No nonce may come twice under one key, so the key changes first.
            entropy.Fill(salt);
            counter = 0;
            sealerKey = null;
        }

        if (sealer is null || sealerKey != key)
        {
            sealer?.Dispose();
            sealer = Derive(key, salt);
            sealerKey = key;
        }

        datagram[0] = (byte)type;
        datagram[1] = (byte)key.Generation;
        salt.CopyTo(datagram[SaltAt..]);
        BinaryPrimitives.WriteUInt32LittleEndian(datagram[CounterAt..], counter++);
        Span<byte> nonce = stackalloc byte[NonceLength];
        WriteNonce(datagram, nonce);
        Span<byte> content = datagram[HeaderLength..^TagLength];
        sealer.Encrypt(nonce, content, content, datagram[^TagLength..], datagram[..HeaderLength]);
    }

    /// <summary>Opens a datagram of at least <see cref="Overhead"/> bytes.</summary>
    /// <param name="datagram">What came.</param>
    /// <param name="key">The generation it names.</param>
    /// <param name="content">Where the content goes; exactly as long as it.</param>
    /// <returns>Whether who sealed it has the key.</returns>
    public static bool TryOpen(ReadOnlySpan<byte> datagram, CloudKey key, Span<byte> content)
    {
        Span<byte> nonce = stackalloc byte[NonceLength];
        WriteNonce(datagram, nonce);
        using AesGcm opener = Derive(key, datagram.Slice(SaltAt, SaltLength));
        try
        {
            opener.Decrypt(
                nonce,
                datagram[HeaderLength..^TagLength],
                datagram[^TagLength..],
                content,
                datagram[..HeaderLength]);
            return true;
        }
        catch (AuthenticationTagMismatchException)
        {
            return false;
        }
    }

    /// <summary>The generation that a datagram names by its low byte, or null: an accepted one,
    /// and of an Init also one that was accepted once, since its sender is told so.</summary>
    public static CloudKey? KeyOf(ReadOnlySpan<byte> datagram, CloudKeys keys)
    {
        bool isInit = datagram[0] == (byte)DatagramType.Init;
        return Named(datagram, keys.Accepted) ?? (isInit ? Named(datagram, keys.Retired) : null);
    }

    /// <inheritdoc/>
    public void Dispose() => sealer?.Dispose();

    private static CloudKey? Named(ReadOnlySpan<byte> datagram, ReadOnlySpan<CloudKey> keys)
    {
        foreach (CloudKey key in keys)
        {
            if ((byte)key.Generation == datagram[1])
                return key;
        }

        return null;
    }

    private static void WriteNonce(ReadOnlySpan<byte> datagram, Span<byte> nonce)
    {
        nonce.Clear();
        datagram.Slice(CounterAt, sizeof(uint)).CopyTo(nonce[^sizeof(uint)..]);
    }

    private static AesGcm Derive(CloudKey key, ReadOnlySpan<byte> salt)
    {
        Span<byte> derived = stackalloc byte[CloudKey.SecretLength];
        HKDF.DeriveKey(HashAlgorithmName.SHA256, key.Secret, derived, salt, Domain);
        return new AesGcm(derived, TagLength);
    }
}
