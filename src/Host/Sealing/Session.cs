using System.Buffers.Binary;
using System.Security.Cryptography;
using P2PCS.Protocol;

namespace P2PCS.Host.Sealing;

/// <summary>
/// Seals and opens frames of one session. Header of 9 bytes in clear: type (u8), the receiver's
/// index (u32), counter (u32); then the frame and a tag (16). Each direction has its own key, and
/// the counter is the nonce.
/// </summary>
public sealed class Session : IDisposable
{
    /// <summary>Bytes before the frame.</summary>
    public const int HeaderLength = 9;

    private const int IndexAt = 1;
    private const int CounterAt = 5;
    private const int TagLength = 16;
    private const int NonceLength = 12;

    private readonly AesGcm sealer;
    private readonly AesGcm opener;
    private ReplayWindow window = new();
    private uint counter;

    /// <summary>A session that nothing was said in yet.</summary>
    /// <param name="terms">What was agreed.</param>
    /// <param name="keys">Both keys, 64 bytes; wiped.</param>
    public Session(SessionTerms terms, Span<byte> keys)
    {
        Terms = terms;
        RekeyAt = terms.RekeyAt;
        EndsAt = terms.EndsAt;
        LastUse = terms.Since;
        var forth = new AesGcm(keys[..SessionKeys.KeyLength], TagLength);
        var back = new AesGcm(keys[SessionKeys.KeyLength..], TagLength);
        (sealer, opener) = terms.IsInitiator ? (forth, back) : (back, forth);
        CryptographicOperations.ZeroMemory(keys);
    }

    /// <summary>What was agreed.</summary>
    public SessionTerms Terms { get; }

    /// <summary>Whether the other has shown that it has the keys too.</summary>
    public bool IsConfirmed { get; set; }

    /// <summary>When this side replaces it.</summary>
    public Instant RekeyAt { get; set; }

    /// <summary>When it ends.</summary>
    public Instant EndsAt { get; set; }

    /// <summary>When it last sealed or opened something.</summary>
    public Instant LastUse { get; private set; }

    /// <summary>When it last opened something: the other surely receives at its address.</summary>
    public Instant LastHeard { get; private set; }

    /// <summary>Frames sealed so far.</summary>
    public uint Sealed => counter;

    /// <summary>The receiver's index that a datagram of at least a header's length names.
    /// </summary>
    public static uint IndexOf(ReadOnlySpan<byte> datagram) =>
        BinaryPrimitives.ReadUInt32LittleEndian(datagram[IndexAt..]);

    /// <summary>Whether it may seal another frame.</summary>
    public bool CanSeal(Instant now) => now < EndsAt && counter < uint.MaxValue;

    /// <summary>Seals a frame of at most <see cref="Limits.FrameBytes"/> bytes, maybe none; only
    /// where <see cref="CanSeal"/>.</summary>
    /// <returns>Length of the datagram.</returns>
    public int Seal(Instant now, ReadOnlySpan<byte> frame, Span<byte> datagram)
    {
        Invariant.Holds(CanSeal(now) && frame.Length <= Limits.FrameBytes);
        LastUse = now;
        datagram[0] = (byte)DatagramType.Data;
        BinaryPrimitives.WriteUInt32LittleEndian(datagram[IndexAt..], Terms.RemoteIndex);
        BinaryPrimitives.WriteUInt32LittleEndian(datagram[CounterAt..], counter);
        Span<byte> nonce = stackalloc byte[NonceLength];
        WriteNonce(counter++, nonce);
        sealer.Encrypt(
            nonce,
            frame,
            datagram.Slice(HeaderLength, frame.Length),
            datagram.Slice(HeaderLength + frame.Length, TagLength),
            datagram[..HeaderLength]);
        return HeaderLength + frame.Length + TagLength;
    }

    /// <summary>Opens a datagram of this session.</summary>
    /// <param name="now">The moment.</param>
    /// <param name="datagram">What came, at least <see cref="Limits.SealBytes"/> long.</param>
    /// <param name="frame">Where the frame goes; exactly as long as it.</param>
    /// <returns>Why it is refused, with nothing changed, or none.</returns>
    public DatagramRefusal TryOpen(Instant now, ReadOnlySpan<byte> datagram, Span<byte> frame)
    {
        uint number = BinaryPrimitives.ReadUInt32LittleEndian(datagram[CounterAt..]);
        if (!window.IsNew(number))
            return DatagramRefusal.Replayed;
        Span<byte> nonce = stackalloc byte[NonceLength];
        WriteNonce(number, nonce);
        try
        {
            opener.Decrypt(
                nonce,
                datagram[HeaderLength..^TagLength],
                datagram[^TagLength..],
                frame,
                datagram[..HeaderLength]);
        }
        catch (AuthenticationTagMismatchException)
        {
            return DatagramRefusal.BadSeal;
        }

        window.Add(number);
        LastUse = now;
        LastHeard = now;
        return DatagramRefusal.None;
    }

    /// <summary>Forgets the keys.</summary>
    public void Dispose()
    {
        sealer.Dispose();
        opener.Dispose();
    }

    private static void WriteNonce(uint number, Span<byte> nonce)
    {
        nonce.Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(nonce[^sizeof(uint)..], number);
    }
}
