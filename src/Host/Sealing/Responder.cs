using System.Security.Cryptography;
using P2PCS.Membership.Admission;
using P2PCS.Protocol;

namespace P2PCS.Host.Sealing;

/// <summary>The side of handshakes that is asked: first for a proof of the address, which costs
/// it nothing to remember, then within its budget who asks, then it answers.</summary>
internal sealed class Responder : IDisposable
{
    private readonly HandshakeTools tools;
    private readonly Initiator initiator;
    private readonly Cookies cookies;
    private readonly TokenBucket budget;
    private readonly SourceBuckets shares;
    private readonly SourceGate gate;
    private readonly BoundedTable<PeerAddress, HalfOpen> table;

    public Responder(HandshakeTools tools, Initiator initiator, SourceGate gate)
    {
        this.gate = gate;
        this.tools = tools;
        this.initiator = initiator;
        cookies = new Cookies(tools.Entropy, tools.Options.CookiePeriod);
        budget = new TokenBucket(tools.Options.HandshakeRate, tools.Options.HandshakeRate);
        shares = new(
            tools.Options.Prefixes,
            tools.Options.HandshakePrefixRate,
            tools.Options.HandshakePrefixBurst);
        table = new(tools.Options.Incoming);
    }

    public int Count => table.Count;

    public bool IsAnswering(PeerAddress to) => table.Find(to) is not null;

    public DatagramRefusal TakeInit(
        Instant now, PeerAddress from, CloudKey key, ReadOnlySpan<byte> content)
    {
        if (!InitMessage.TryRead(content, out InitMessage message))
            return DatagramRefusal.BadContent;
        Link? link = tools.Sessions.Use(from);
        if (!IsProved(now, from, link, message.Cookie))
            return AskProof(now, from, key, message.Index);

        Digest digest = message.Digest(tools.Identity.Cloud, key.Generation);
        if (table.Find(from) is { } known && known.Asked == digest)
        {
            tools.Resend(from, known.Response);
            return DatagramRefusal.None;
        }

        return IsWithinBudget(now, from, link, message.Credential)
            ? Answer(now, from, key, message, digest)
            : DatagramRefusal.Busy;
    }

    /// <summary>The other side refused what was answered.</summary>
    public DatagramRefusal TakeRefused(PeerAddress from, in NoticeMessage notice)
    {
        if (table.Find(from) is not { } known || known.Session.Terms.LocalIndex != notice.To)
            return DatagramRefusal.Unexpected;
        Drop(table.Remove(from));
        tools.TellTurnedAway(from, notice.Reason);
        return DatagramRefusal.TurnedAway;
    }

    /// <summary>The first frame of an unconfirmed session came: now it counts.</summary>
    public void Confirm(Instant now, Session session)
    {
        HalfOpen? known = table.Remove(session.Terms.Peer.Address);
        Invariant.Holds(known?.Session == session);
        session.IsConfirmed = true;
        Link link = tools.Sessions.Promote(now, session);
        link.LastNumber = known.Number;
        initiator.Complete(now, session);
    }

    public void Sweep(Instant now)
    {
        TimeSpan patience = tools.Options.ConfirmWithin;
        foreach (HalfOpen late in table.RemoveAll(one => one.Session.Terms.Since + patience <= now))
            Drop(late);
    }

    public void Forget(Predicate<Session> condition)
    {
        foreach (HalfOpen one in table.RemoveAll(one => condition(one.Session)))
            Drop(one);
    }

    public void Dispose() => Forget(_ => true);

    private bool IsProved(Instant now, PeerAddress from, Link? link, UInt128 cookie)
    {
        if (link is not null && now - link.Current.LastHeard < tools.Options.CookiePeriod)
            return true;
        if (!cookies.IsValid(now, from, cookie))
            return false;
        if (link is null)
            tools.Counts.UnprovedBytesIn -= InitMessage.DatagramLength;
        return true;
    }

    private DatagramRefusal AskProof(Instant now, PeerAddress from, CloudKey key, uint index)
    {
        var notice = new NoticeMessage(index, cookies.Of(now, from), 0);
        int sent = tools.SendNotice(DatagramType.Cookie, from, key, notice);
        gate.Expect(from);
        tools.Counts.Cookies++;
        tools.Counts.UnprovedBytesOut += tools.Sessions.Look(from) is null ? sent : 0;
        return DatagramRefusal.None;
    }

    // What is verified for the first time costs by its length; a chain seen before does not.
    private bool IsWithinBudget(
        Instant now, PeerAddress from, Link? link, ReadOnlySpan<byte> credential)
    {
        double cost = tools.Credentials.Knows(credential)
            ? 1
            : 1 + (credential.Length / tools.Options.ChargedBytes);
        double keep = link is null ? tools.Options.HandshakeRate / 4 : 0;
        return shares.TryTake(now, from, cost) && budget.TryTake(now, cost, keep);
    }

    private DatagramRefusal Answer(
        Instant now, PeerAddress from, CloudKey key, in InitMessage message, Digest digest)
    {
        if (tools.Keys.Find(key.Generation) is null)
            return tools.Refuse(from, key, message.Index, (byte)AdmissionRefusal.OldKey);
        byte reason = tools.Check(
            now, message.Credential, message.Signature, digest, out CredentialHolder holder);
        if (reason != 0)
            return tools.Refuse(from, key, message.Index, reason);
        Link? link = tools.Sessions.Look(from);
        if (holder.Id != link?.Current.Terms.Peer.Id
            && !cookies.IsValid(now, from, message.Cookie))
        {
            // That somebody else speaks at the address proves nothing about this one.
            return AskProof(now, from, key, message.Index);
        }

        if (message.Epoch < EpochOf(link, holder.Id))
            return tools.Refuse(from, key, message.Index, (byte)DatagramRefusal.OldEpoch);
        if (IsReplayed(from, holder.Id, message))
            return DatagramRefusal.Replayed;

        // Both asked at once: the one with the lower id goes on asking, unless its first try
        // seems lost.
        if (initiator.IsFresh(from) && tools.Identity.Id.Hash < holder.Id.Hash)
            return DatagramRefusal.None;
        initiator.Yield(now, from);
        TimeSpan rekey = tools.Options.RekeyAfter * 1.1;
        var terms = new SessionTerms(
            new Sender(holder.Id, message.Epoch, from),
            tools.Sessions.NewIndex(tools.Entropy),
            message.Index,
            key.Generation,
            IsInitiator: false,
            now,
            now + rekey,
            Instant.Min(now + tools.Options.EndAfter, holder.NotAfter));
        return Grant(terms, key, message, digest);
    }

    private bool IsReplayed(PeerAddress from, PeerId peer, in InitMessage message)
    {
        if (tools.Sessions.Use(from) is not { } link || link.Current.Terms.Peer.Id != peer)
            return false;
        return message.Epoch == link.Current.Terms.Peer.Epoch
            && message.Number <= link.LastNumber;
    }

    private static uint EpochOf(Link? link, PeerId peer) =>
        link?.Current.Terms.Peer is { } known && known.Id == peer ? known.Epoch : 0;

    private DatagramRefusal Grant(
        SessionTerms terms, CloudKey key, in InitMessage message, Digest digest)
    {
        using ECDiffieHellman pair = tools.Entropy.NewKey();
        var unsigned = new ResponseMessage
        {
            To = message.Index,
            Index = terms.LocalIndex,
            Epoch = tools.Identity.Epoch,
            Ephemeral = EphemeralKey.Of(pair),
            Credential = tools.Identity.Credential.Span,
        };
        Digest transcript = unsigned.Digest(digest);
        Session? session = tools.Agree(terms, pair, message.Ephemeral, transcript);
        if (session is null)
            return DatagramRefusal.BadContent;
        ResponseMessage response = unsigned with { Signature = tools.Sign(transcript) };
        PeerAddress from = terms.Peer.Address;
        byte[] datagram = tools.SendResponse(from, key, response);
        Drop(table.Remove(from));
        var half = new HalfOpen(session, digest, message.Number, datagram);
        Drop(table.Add(from, half));
        tools.Counts.Answered++;
        return DatagramRefusal.None;
    }

    private void Drop(HalfOpen? half) => tools.Sessions.Drop(half?.Session);
}
