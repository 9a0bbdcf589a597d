using P2PCS.Membership.Admission;
using P2PCS.Protocol;

namespace P2PCS.Host.Sealing;

/// <summary>
/// Carries frames between peers in sealed datagrams: a state machine over (moment, address,
/// bytes) that makes, keeps and ends sessions by itself. What goes in by <see cref="Seal"/> at one
/// peer comes out of <see cref="TryOpen"/> at the other with its sender proved, once or never;
/// twice at the most where somebody said Unknown of the session meanwhile, since the frame then
/// goes by the old session and the new one. One owner steps it.
/// </summary>
/// <remarks>The handshake is a signed Diffie-Hellman exchange in one round trip, or two with a
/// cookie; source: Krawczyk, "SIGMA", 2003, and Donenfeld, "WireGuard", 2017, for cookies,
/// confirmation and replacement of sessions. The bytes are in docs/WIRE.md.</remarks>
public sealed class SealedChannel : IDisposable
{
    private const int UnknownLength = 4 + Lobby.Overhead;
    private static readonly TimeSpan SweepEvery = TimeSpan.FromSeconds(5);

    private readonly HandshakeTools tools;
    private readonly SourceGate gate;
    private readonly Initiator initiator;
    private readonly Responder responder;
    private readonly byte[] opened = new byte[Limits.DatagramBytes];
    private Instant sweepAt;
    private Rng rng;

    /// <summary>A channel without sessions.</summary>
    public SealedChannel(SealedChannelParts parts)
    {
        tools = new HandshakeTools(parts);
        gate = new SourceGate(parts.Options);
        initiator = new Initiator(tools);
        responder = new Responder(tools, initiator, gate);
        rng = new Rng(parts.Entropy.Next());
    }

    /// <summary>What it came to so far.</summary>
    public SealingCounts Counts => tools.Counts;

    /// <summary>Addresses with a session.</summary>
    public int Sessions => tools.Sessions.Count;

    /// <summary>Handshakes under way: begun here, and answered here.</summary>
    public (int Outgoing, int Incoming) Handshakes => (initiator.Count, responder.Count);

    /// <summary>The session that frames to an address go by, or null; not a use.</summary>
    public SessionTerms? With(PeerAddress address) => tools.Sessions.Look(address)?.Current.Terms;

    /// <summary>Source prefixes whose rate it watches.</summary>
    public int Sources => gate.Count;

    /// <summary>When <see cref="Tick"/> has something to do.</summary>
    public Instant NextDeadline => Instant.Min(
        initiator.NextDeadline, tools.Sessions.Indexes > 0 ? sweepAt : Instant.Never);

    /// <summary>Takes a datagram.</summary>
    /// <param name="now">The moment.</param>
    /// <param name="from">Where it came from.</param>
    /// <param name="datagram">Its bytes, whatever they are.</param>
    /// <param name="sender">Who sent the frame, proved, where there is one.</param>
    /// <param name="frame">The frame; valid until the next call of any member.</param>
    /// <returns>Whether there is a frame. Refused datagrams are counted.</returns>
    public bool TryOpen(
        Instant now,
        PeerAddress from,
        ReadOnlySpan<byte> datagram,
        out Sender sender,
        out ReadOnlySpan<byte> frame)
    {
        sender = default;
        frame = default;
        DatagramRefusal refusal = datagram.Length switch
        {
            0 => DatagramRefusal.TooShort,
            > Limits.DatagramBytes => DatagramRefusal.TooLong,
            _ when from.IsNone => DatagramRefusal.UnknownType,
            _ when datagram[0] == (byte)DatagramType.Data =>
                TakeData(now, from, datagram, out sender, out frame),
            _ => TakeLobby(now, from, datagram),
        };
        if (refusal != DatagramRefusal.None)
            tools.Counts.Refuse(refusal);
        return !frame.IsEmpty;
    }

    /// <summary>Sends a frame, now or once there is a session; as with every datagram it may be
    /// lost, most likely where the other does not answer.</summary>
    /// <param name="now">The moment.</param>
    /// <param name="to">Where to.</param>
    /// <param name="frame">1 to <see cref="Limits.FrameBytes"/> bytes.</param>
    public void Seal(Instant now, PeerAddress to, ReadOnlySpan<byte> frame)
    {
        Invariant.Holds(!to.IsNone && frame.Length is > 0 and <= Limits.FrameBytes);
        if (tools.Sessions.Use(to) is { } link && link.Current.CanSeal(now))
        {
            Session session = link.Current;
            tools.SendFrame(now, session, frame);
            if (link.IsDoubted)
                initiator.TryQueue(to, frame);
            if (now >= session.RekeyAt || session.Sealed >= tools.Options.RekeyFrames)
                initiator.Begin(now, to, patient: responder.IsAnswering(to));
            return;
        }

        initiator.Begin(now, to, patient: responder.IsAnswering(to));
        if (!initiator.TryQueue(to, frame))
            tools.Counts.Unsent++;
    }

    /// <summary>The session that a long frame may refer to, since it goes by a stream; null where
    /// there is none, and then one is asked for.</summary>
    public SessionTerms? Meet(Instant now, PeerAddress to)
    {
        Invariant.Holds(!to.IsNone);
        if (tools.Sessions.Use(to) is { } link && link.Current.CanSeal(now))
            return link.Current.Terms;
        initiator.Begin(now, to, patient: responder.IsAnswering(to));
        tools.Counts.Unsent++;
        return null;
    }

    /// <summary>Who sent a frame that came by a stream: the stream proves the caller, the session
    /// of the index that it names, if that is its own, epoch and address too.</summary>
    /// <returns>Whether it is; if not, that is counted.</returns>
    public bool TryVouch(Instant now, PeerId caller, uint index, out Sender sender)
    {
        Session? session = tools.Sessions.Find(index);
        bool isTheirs = session is { IsConfirmed: true } && now < session.EndsAt
            && session.Terms.Peer.Id == caller;
        sender = isTheirs ? session!.Terms.Peer : default;
        if (!isTheirs)
            tools.Counts.Refuse(DatagramRefusal.UnknownSession);
        return isTheirs;
    }

    /// <summary>Does what is due.</summary>
    public void Tick(Instant now)
    {
        initiator.Tick(now);
        if (now < sweepAt)
            return;
        sweepAt = now + SweepEvery;
        responder.Sweep(now);
        tools.Sessions.Sweep(now);
    }

    /// <summary>Ends all sessions with a peer at once; whether it may have new ones is asked anew.
    /// </summary>
    public void Forget(PeerId peer)
    {
        tools.Credentials.Clear();
        tools.Sessions.Forget(peer);
        responder.Forget(session => session.Terms.Peer.Id == peer);
    }

    /// <summary>Follows a change of the cloud's keys.</summary>
    public void Use(Instant now, CloudKeys keys)
    {
        tools.Keys = keys;
        initiator.TryAnew();
        tools.Sessions.Follow(
            keys, () => now + (tools.Options.RotateWithin * rng.Fraction()));
        responder.Forget(session => keys.Find(session.Terms.Generation) is null);
    }

    /// <summary>Forgets all keys.</summary>
    public void Dispose()
    {
        initiator.Dispose();
        responder.Dispose();
        tools.Dispose();
    }

    private DatagramRefusal TakeData(
        Instant now,
        PeerAddress from,
        ReadOnlySpan<byte> datagram,
        out Sender sender,
        out ReadOnlySpan<byte> frame)
    {
        sender = default;
        frame = default;
        if (datagram.Length < Limits.SealBytes)
            return DatagramRefusal.TooShort;
        uint index = Session.IndexOf(datagram);
        if (tools.Sessions.Find(index) is not { } session
            || session.Terms.Peer.Address != from
            || now >= session.EndsAt)
        {
            return TakeStray(now, from, index, datagram.Length);
        }

        Span<byte> content = opened.AsSpan(0, datagram.Length - Limits.SealBytes);
        DatagramRefusal refusal = session.TryOpen(now, datagram, content);
        if (refusal != DatagramRefusal.None)
            return refusal;
        if (!session.IsConfirmed)
            responder.Confirm(now, session);
        tools.Sessions.Use(from);
        sender = session.Terms.Peer;
        frame = content;
        return DatagramRefusal.None;
    }

    // The answer is never longer than what it answers.
    private DatagramRefusal TakeStray(Instant now, PeerAddress from, uint index, int length)
    {
        if (!gate.Admits(now, from, IsKnown(from)))
            return DatagramRefusal.Flooded;
        bool isProved = tools.Sessions.Look(from) is not null;
        tools.Counts.UnprovedBytesIn += isProved ? 0 : length;
        if (length >= UnknownLength)
        {
            // Whoever has the newest generation has the one before it, but not the other way.
            CloudKey key = tools.Keys.Accepted[^1];
            int sent = tools.SendNotice(
                DatagramType.Unknown, from, key, new NoticeMessage(index, 0, 0));
            tools.Counts.UnprovedBytesOut += isProved ? 0 : sent;
        }

        return DatagramRefusal.UnknownSession;
    }

    private DatagramRefusal TakeLobby(
        Instant now, PeerAddress from, ReadOnlySpan<byte> datagram)
    {
        var type = (DatagramType)datagram[0];
        DatagramRefusal refusal = CheckLength(type, datagram.Length);
        if (refusal != DatagramRefusal.None)
            return refusal;
        if (!gate.Admits(now, from, IsKnown(from)))
            return DatagramRefusal.Flooded;
        tools.Counts.UnprovedBytesIn += tools.Sessions.Look(from) is null ? datagram.Length : 0;
        if (Lobby.KeyOf(datagram, tools.Keys) is not { } key)
            return DatagramRefusal.UnknownKey;
        Span<byte> content = opened.AsSpan(0, datagram.Length - Lobby.Overhead);
        if (!Lobby.TryOpen(datagram, key, content))
            return DatagramRefusal.BadSeal;
        return type switch
        {
            DatagramType.Init => responder.TakeInit(now, from, key, content),
            DatagramType.Response => initiator.TakeResponse(now, from, key, content),
            _ => TakeNotice(now, from, key, type, content),
        };
    }

    private bool IsKnown(PeerAddress from) =>
        tools.Sessions.Look(from) is not null || initiator.IsAsking(from);

    private static DatagramRefusal CheckLength(DatagramType type, int length)
    {
        (int shortest, int longest) = type switch
        {
            DatagramType.Init => (InitMessage.Length, InitMessage.Length),
            DatagramType.Response => (0, ResponseMessage.LengthMax),
            DatagramType.Cookie or DatagramType.Unknown or DatagramType.Refused =>
                (NoticeMessage.LengthOf(type), NoticeMessage.LengthOf(type)),
            _ => (-1, -1),
        };
        return shortest < 0 ? DatagramRefusal.UnknownType
            : length < shortest + Lobby.Overhead ? DatagramRefusal.TooShort
            : length > longest + Lobby.Overhead ? DatagramRefusal.TooLong
            : DatagramRefusal.None;
    }

    private DatagramRefusal TakeNotice(
        Instant now,
        PeerAddress from,
        CloudKey key,
        DatagramType type,
        ReadOnlySpan<byte> content)
    {
        if (!NoticeMessage.TryRead(type, content, out NoticeMessage notice))
            return DatagramRefusal.BadContent;
        if (type == DatagramType.Cookie)
            return initiator.TakeCookie(now, from, notice);
        if (type == DatagramType.Unknown)
            return TakeUnknown(now, from, notice.To);
        DatagramRefusal refusal = initiator.TakeRefused(now, from, key, notice);
        return refusal == DatagramRefusal.Unexpected
            ? responder.TakeRefused(from, notice)
            : refusal;
    }

    // The session stays until a new one is confirmed: this word is only as good as any member's.
    private DatagramRefusal TakeUnknown(Instant now, PeerAddress from, uint index)
    {
        if (tools.Sessions.Use(from) is not { } link || link.Current.Terms.RemoteIndex != index)
            return DatagramRefusal.Unexpected;
        link.IsDoubted = true;
        initiator.Begin(now, from, patient: responder.IsAnswering(from));
        return DatagramRefusal.None;
    }
}
