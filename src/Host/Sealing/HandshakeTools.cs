using System.Security.Cryptography;
using P2PCS.Membership.Admission;
using P2PCS.Protocol;

namespace P2PCS.Host.Sealing;

/// <summary>What both sides of handshakes share: the peer's identity, the cloud's keys, its
/// sessions, and a voice.</summary>
internal sealed class HandshakeTools(SealedChannelParts parts) : IDisposable
{
    private readonly byte[] buffer = new byte[Limits.DatagramBytes];
    private readonly Lobby lobby = new(parts.Entropy);

    public SealingOptions Options => parts.Options;

    public HandshakeIdentity Identity => parts.Identity;

    public SealingEntropy Entropy => parts.Entropy;

    public CloudKeys Keys { get; set; } = parts.Keys;

    public SealingCounts Counts { get; } = new();

    public SessionTable Sessions { get; } = new(parts.Options, parts.Identity.Id);

    public VerifiedCredentials Credentials { get; } =
        new(parts.Options.Credentials, parts.Identity);

    private static ReadOnlySpan<byte> Domain => "p2pcs handshake 1"u8;

    public EcdsaSignature Sign(Digest digest)
    {
        Span<byte> input = stackalloc byte[Domain.Length + Digest.Length];
        WriteInput(input, digest);
        return parts.Identity.Sign(input);
    }

    /// <summary>Whose a handshake message is: credential, name and signature are right.</summary>
    /// <returns>0, or the number of the reason why it is refused.</returns>
    public byte Check(
        Instant now,
        ReadOnlySpan<byte> credential,
        EcdsaSignature signature,
        Digest digest,
        out CredentialHolder holder)
    {
        AdmissionRefusal refusal = Credentials.Check(credential, now, out holder);
        if (refusal != AdmissionRefusal.None)
            return Count(refusal);

        Span<byte> input = stackalloc byte[Domain.Length + Digest.Length];
        WriteInput(input, digest);
        if (!signature.Signs(holder.Point, input))
            return (byte)DatagramRefusal.BadSignature;
        return holder.Id == Identity.Id
            ? (byte)DatagramRefusal.OwnName
            : Count(Credentials.Admit(credential, holder, now));
    }

    /// <summary>Tells the other side, and whoever listens here, why it gets no session.</summary>
    /// <returns>How the datagram counts.</returns>
    public DatagramRefusal Refuse(PeerAddress to, CloudKey key, uint index, byte reason)
    {
        SendNotice(DatagramType.Refused, to, key, new NoticeMessage(index, 0, reason));
        parts.Tell(new HandshakeRefusal(to, ByOther: false, reason));
        var own = (DatagramRefusal)reason;
        return own >= DatagramRefusal.BadSignature ? own : DatagramRefusal.BadCredential;
    }

    public void TellTurnedAway(PeerAddress by, byte reason) =>
        parts.Tell(new HandshakeRefusal(by, ByOther: true, reason));

    /// <returns>Length of the datagram.</returns>
    public int SendNotice(
        DatagramType type, PeerAddress to, CloudKey key, in NoticeMessage notice)
    {
        int length = NoticeMessage.LengthOf(type) + Lobby.Overhead;
        notice.Write(type, buffer.AsSpan(Lobby.HeaderLength));
        Send(type, to, key, length);
        return length;
    }

    public void SendInit(PeerAddress to, CloudKey key, in InitMessage message)
    {
        message.Write(buffer.AsSpan(Lobby.HeaderLength));
        Send(DatagramType.Init, to, key, InitMessage.DatagramLength);
    }

    /// <returns>The datagram, to be sent again where it is asked for again.</returns>
    public byte[] SendResponse(PeerAddress to, CloudKey key, in ResponseMessage message)
    {
        int length = message.Write(buffer.AsSpan(Lobby.HeaderLength)) + Lobby.Overhead;
        Send(DatagramType.Response, to, key, length);
        return buffer[..length];
    }

    public void Resend(PeerAddress to, byte[] datagram) =>
        parts.Send(to, MessageKind.None, datagram);

    /// <summary>Sends a frame in a session; an empty one only confirms it.</summary>
    public void SendFrame(Instant now, Session session, ReadOnlySpan<byte> frame)
    {
        int length = session.Seal(now, frame, buffer);
        MessageKind kind = frame.IsEmpty ? MessageKind.None : (MessageKind)frame[0];
        parts.Send(session.Terms.Peer.Address, kind, buffer.AsSpan(0, length));
    }

    /// <summary>The session that a handshake gives, known by its index; null where the other's
    /// key is no point or the index is taken.</summary>
    public Session? Agree(
        SessionTerms terms, ECDiffieHellman pair, EphemeralKey other, Digest transcript)
    {
        Span<byte> secret = stackalloc byte[SessionKeys.SecretLength];
        CloudKey? key = Keys.Find(terms.Generation);
        if (key is null || !other.TryAgree(pair, secret))
            return null;
        Span<byte> keys = stackalloc byte[2 * SessionKeys.KeyLength];
        SessionKeys.Derive(secret, key, transcript, keys);
        var session = new Session(terms, keys);
        if (Sessions.TryAdd(session))
            return session;
        session.Dispose();
        return null;
    }

    public void Dispose()
    {
        lobby.Dispose();
        Sessions.Dispose();
    }

    private byte Count(AdmissionRefusal refusal)
    {
        if (refusal != AdmissionRefusal.None)
            Counts.Refuse(refusal);
        return (byte)refusal;
    }

    private static void WriteInput(Span<byte> input, Digest digest)
    {
        Domain.CopyTo(input);
        digest.Write(input[Domain.Length..]);
    }

    private void Send(DatagramType type, PeerAddress to, CloudKey key, int length)
    {
        lobby.Seal(type, key, buffer.AsSpan(0, length));
        parts.Send(to, MessageKind.None, buffer.AsSpan(0, length));
    }
}
