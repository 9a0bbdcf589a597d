using P2PCS.Membership.Liveness;
using P2PCS.Membership.Peers;
using P2PCS.Protocol;
using P2PCS.Protocol.Wire;

namespace P2PCS.Membership.Rumours;

/// <summary>
/// Finds out by digests where two rosters differ and fetches what is missing, page by page: how a
/// newcomer learns of all, and how what rumours missed is mended.
/// </summary>
/// <remarks>
/// Source: Demers et al., "Epidemic algorithms for replicated database maintenance", PODC 1987,
/// section 1.3 (anti-entropy with checksums and a recent update list).
/// </remarks>
/// <param name="options">Parameters.</param>
/// <param name="peers">The node's table of peers.</param>
/// <param name="rng">A stream of its own.</param>
public sealed class RosterSync(LivenessOptions options, PeerTable peers, Rng rng)
{
    // Our guesses: a pull costs up to 5 kB, so a node answers 16 pages and asks once per cycle.
    private const int PagesPerPull = 4;
    private const int PagesPerCycle = 16;
    private const int PullsInARow = 64;
    private const int CalmCycles = 3;
    private const int MostBarren = 3;
    private const int PatienceCycles = 10;
    private const int PullLength = 4 + (4 * RosterDigest.Buckets);

    private Rng rng = rng;
    private bool hasJoined;
    private ulong lastDigest;
    private Instant digestSince;
    private Instant nextPull;
    private Instant patienceUntil;
    private Instant budgetUntil;
    private int budget;
    private int inARow;
    private int barren;
    private uint number;
    private PeerAddress asked;

    /// <summary>Whether the last roster that was compared was the same as the own.</summary>
    public bool IsCalm { get; private set; }

    /// <summary>Compares rosters, and asks for the difference when rumours had their time.
    /// </summary>
    /// <param name="now">The moment.</param>
    /// <param name="with">Where the other is reached.</param>
    /// <param name="digest">Of its roster.</param>
    /// <param name="isBack">Whether it was unreachable: then many others may be back too.</param>
    /// <param name="outbox">What to do.</param>
    public void Compare(
        Instant now, PeerAddress with, ulong digest, bool isBack, Outbox outbox)
    {
        if (lastDigest != peers.Digest.Value)
            (lastDigest, digestSince) = (peers.Digest.Value, now);
        IsCalm = digest == peers.Digest.Value;
        hasJoined |= IsCalm;
        if (IsCalm)
            patienceUntil = now + (options.Cycle * PatienceCycles);
        bool rumoursDo = hasJoined && !isBack && now < patienceUntil
            && now - digestSince < options.Cycle * CalmCycles;
        if (IsCalm || (now < nextPull && !isBack) || rumoursDo || peers.Count >= Limits.KnownPeers)
            return;
        inARow = 0;
        Pull(now, with, outbox);
    }

    /// <summary>Answers a pull with pages.</summary>
    public Refusal AnswerPull(
        Instant now, in Sender sender, ReadOnlySpan<byte> body, Outbox outbox)
    {
        if (body.Length != PullLength)
            return Refusal.BadBody;
        if (peers.Hear(now, sender, outbox) == PeerTable.NoHandle)
            return Refusal.StaleSender;
        var reader = new WireReader(body);
        uint asked = reader.U32();
        ulong differs = 0;
        for (int bucket = 0; bucket < RosterDigest.Buckets; bucket++)
            differs |= reader.U32() != peers.Digest[bucket] ? 1UL << bucket : 0;
        if (now >= budgetUntil)
            (budget, budgetUntil) = (PagesPerCycle, now + options.Cycle);
        if (differs != 0 && budget > 0)
            SendPages(sender.Address, asked, differs, outbox);
        return Refusal.None;
    }

    /// <summary>Checks a page; the caller takes its rumours and then tells by
    /// <see cref="EndPage"/>.</summary>
    public Refusal OpenPage(
        in Sender sender, ReadOnlySpan<byte> body, out bool more, out RumourList rumours)
    {
        var reader = new WireReader(body);
        uint answered = reader.U32();
        byte flag = reader.U8();
        reader.Require(flag <= 1);
        more = flag == 1;
        bool isRead = RumourList.TryRead(reader.Rest(), out rumours);
        if (!isRead || !reader.Complete)
            return Refusal.BadBody;
        bool expected = answered == number && sender.Address == asked;
        return expected ? Refusal.None : Refusal.Unexpected;
    }

    /// <summary>A page's rumours were taken.</summary>
    /// <param name="now">The moment.</param>
    /// <param name="more">Whether the other has more.</param>
    /// <param name="news">How many of them were news.</param>
    /// <param name="outbox">What to do.</param>
    public void EndPage(Instant now, bool more, int news, Outbox outbox)
    {
        if (more && news > 0 && inARow < PullsInARow)
        {
            Pull(now, asked, outbox);
            return;
        }

        // Where nothing was news, the other lacks something, or both wait for the same answer.
        barren = news > 0 ? 0 : Math.Min(barren + 1, MostBarren);
        nextPull = now + rng.Jitter(options.Cycle * (1 << barren));
    }

    private void Pull(Instant now, PeerAddress to, Outbox outbox)
    {
        inARow++;
        asked = to;
        number = (uint)rng.Next() | 1;
        nextPull = now + rng.Jitter(options.Cycle * 2);
        WireWriter body = outbox.Open();
        body.U32(number);
        for (int bucket = 0; bucket < RosterDigest.Buckets; bucket++)
            body.U32(peers.Digest[bucket]);
        outbox.Send(to, MessageKind.RosterPull, body);
    }

    private void SendPages(PeerAddress to, uint answered, ulong differs, Outbox outbox)
    {
        int rows = peers.End + 1;
        int first = rng.Below(rows);
        int step = 0;
        for (int page = 0; page < PagesPerPull && budget > 0 && step < rows; page++, budget--)
        {
            bool isLast = page == PagesPerPull - 1 || budget == 1;
            WireWriter body = outbox.Open();
            body.U32(answered);
            int flagAt = body.Length;
            body.U8(0);
            int countAt = body.Length;
            byte count = 0;
            body.U8(0);
            for (; step < rows && Frame.BodyBytes - body.Length >= Rumour.MostBytes; step++)
                count += WriteRow((first + step) % rows, differs, ref body);
            body.Patch(countAt, count);
            body.Patch(flagAt, isLast && step < rows ? (byte)1 : (byte)0);
            outbox.Send(to, MessageKind.RosterPage, body);
        }
    }

    // The row after the last stands for the node itself. Rumours written: one or none.
    private byte WriteRow(int row, ulong differs, ref WireWriter body)
    {
        bool isSelf = row == peers.End;
        if (!isSelf && !peers.IsTaken(row))
            return 0;
        PeerId id = isSelf ? peers.Self.Id : peers[row].Id;
        RumourKind kind = isSelf || peers.IsPresent(row)
            ? RumourKind.Joined
            : peers[row].State switch
            {
                PeerState.Left => RumourKind.Left,
                PeerState.Unreachable => RumourKind.Accused,
                _ => RumourKind.None,
            };
        if (kind == RumourKind.None || (differs >> RosterDigest.BucketOf(id) & 1) == 0)
            return 0;
        Rumour.Of(peers, isSelf ? News.Self : row, kind).Write(ref body);
        return 1;
    }
}
