using P2PCS.Membership.Peers;
using P2PCS.Protocol;
using P2PCS.Protocol.Wire;

namespace P2PCS.Membership.Sampling;

/// <summary>
/// Cyclon with healing: keeps a small, ever changing, uniformly random view of the cloud.
/// </summary>
/// <remarks>
/// Source: Voulgaris et al., CYCLON, JNSM 2005, section 3. Differs from the paper: a partner that
/// does not answer gets a tombstone and the next oldest is tried at most twice in the same cycle,
/// and descriptors older than the view's capacity are not taken in, because the paper's version
/// needs 30 to 50 cycles to forget half of a cloud. And a view with room takes in a peer that is
/// known to answer, because else the halves of a cloud that was cut in two would never mix again.
/// </remarks>
public sealed class PeerSampling
{
    private const int ContactEvery = 10;

    private readonly SamplingOptions options;
    private readonly PeerTable peers;
    private readonly Descriptor self;
    private readonly List<PeerAddress> contacts = [];
    private readonly int[] names;
    private readonly ushort[] ages;
    private readonly int[] sent = new int[Limits.ShuffleDescriptors];
    private int count;
    private int sentCount;
    private Rng rng;
    private Instant nextCycle = Instant.Never;
    private Instant replyDeadline = Instant.Never;
    private PeerAddress partnerAddress;
    private int partner = PeerTable.NoHandle;
    private int retriesLeft;
    private int nextContact = -1;
    private uint sequence;
    private uint cycles;

    /// <summary>A node that knows nobody yet.</summary>
    /// <param name="options">Parameters.</param>
    /// <param name="peers">The node's table of peers, shared with its other kernels.</param>
    /// <param name="self">The node's own descriptor, age 0.</param>
    /// <param name="rng">A stream of its own.</param>
    public PeerSampling(SamplingOptions options, PeerTable peers, Descriptor self, Rng rng)
    {
        Invariant.Holds(options.ShuffleLength is > 0 and <= Limits.ShuffleDescriptors);
        Invariant.Holds(options.ViewCapacity >= options.ShuffleLength);
        this.options = options;
        this.peers = peers;
        this.self = self;
        this.rng = rng;
        names = new int[options.ViewCapacity];
        ages = new ushort[options.ViewCapacity];
    }

    /// <summary>Handles of the peers in the view.</summary>
    public ReadOnlySpan<int> View => names.AsSpan(0, count);

    /// <summary>Cycles since each descriptor in <see cref="View"/> was made.</summary>
    public ReadOnlySpan<ushort> ViewAges => ages.AsSpan(0, count);

    /// <summary>When <see cref="Tick"/> has something to do.</summary>
    public Instant NextDeadline => Instant.Min(nextCycle, replyDeadline);

    private ViewRow Row => new(names, ages, count);

    /// <summary>Begins to gossip; while the view is empty the contacts are asked in turn.</summary>
    public void Start(Instant now, ReadOnlySpan<PeerAddress> join)
    {
        foreach (PeerAddress contact in join)
            contacts.Add(contact);
        nextCycle = now;
    }

    /// <summary>The active thread: one exchange per cycle with the oldest neighbour.</summary>
    public void Tick(Instant now, Outbox outbox)
    {
        bool silent = now >= replyDeadline;
        if (silent)
            GiveUpPartner(now);
        if (now >= nextCycle)
        {
            nextCycle = now + rng.Jitter(options.Cycle);
            retriesLeft = options.Retries;
            cycles++;
            ViewMerge.Age(ages.AsSpan(0, count));
            TakeInKnown(now);
            BeginShuffle(now, outbox);
        }
        else if (silent && retriesLeft-- > 0)
        {
            BeginShuffle(now, outbox);
        }
    }

    /// <summary>The passive thread: answers a request, merges a reply.</summary>
    /// <returns>Why the frame is refused, with nothing changed.</returns>
    public Refusal Receive(
        Instant now, in Sender sender, MessageKind kind, ReadOnlySpan<byte> body, Outbox outbox)
    {
        if (!ShuffleMessage.TryRead(body, out ShuffleMessage message))
            return Refusal.BadBody;
        if (kind == MessageKind.ShuffleReply && !IsExpected(sender, message.Sequence))
            return Refusal.Unexpected;
        int from = peers.Hear(now, sender, outbox);
        if (from == PeerTable.NoHandle)
            return Refusal.StaleSender;
        if (kind == MessageKind.ShuffleRequest)
        {
            Span<int> replied = stackalloc int[Limits.ShuffleDescriptors];
            int length = Reply(from, sender.Address, message.Sequence, replied, outbox);
            Merge(now, message, replied[..length]);
        }
        else
        {
            EndExchange();
            Merge(now, message, sent.AsSpan(0, sentCount));
        }

        return Refusal.None;
    }

    /// <summary>Takes a peer out of the view at once: it was found to be gone.</summary>
    public void Drop(int handle)
    {
        if (handle == partner)
            partner = PeerTable.NoHandle;
        int place = View.IndexOf(handle);
        if (place >= 0)
            count = ViewMerge.RemoveAt(Row.Held, Row.HeldAges, place);
    }

    private bool IsExpected(in Sender sender, uint repliedSequence) =>
        replyDeadline != Instant.Never
        && repliedSequence == sequence
        && (partner == PeerTable.NoHandle
            ? sender.Address == partnerAddress
            : sender.Id == peers[partner].Id);

    private void BeginShuffle(Instant now, Outbox outbox)
    {
        if (!TryFindLostContact() && !TryTakeOldest() && !TryFindEntrance())
            return;
        replyDeadline = now + (options.Cycle * options.ReplyWithin);
        sequence++;
        sentCount = ViewMerge.Sample(Row.Held, Row.HeldAges, options.ShuffleLength - 1, ref rng);
        View[..sentCount].CopyTo(sent);
        WireWriter body = outbox.Open();
        ShuffleMessage.WriteHead(ref body, sequence, sentCount + 1);
        self.Write(ref body);
        WriteFront(ref body, sentCount, skip: PeerTable.NoHandle);
        outbox.Send(partnerAddress, MessageKind.ShuffleRequest, body);
    }

    private bool TryTakeOldest()
    {
        int oldest = ViewMerge.Oldest(ViewAges);
        if (oldest < 0)
            return false;
        partner = names[oldest];
        partnerAddress = peers[partner].Address;
        count = ViewMerge.RemoveAt(Row.Held, Row.HeldAges, oldest);
        return true;
    }

    // Now and then: a contact that does not answer may stand for a cloud of its own by now.
    private bool TryFindLostContact()
    {
        bool due = cycles % ContactEvery == 0 && retriesLeft == options.Retries;
        if (!due || contacts.Count == 0)
            return false;
        partnerAddress = contacts[(int)(cycles / ContactEvery % (uint)contacts.Count)];
        partner = PeerTable.NoHandle;
        for (int handle = 0; handle < peers.End; handle++)
        {
            if (peers[handle].State == PeerState.Alive && peers[handle].Address == partnerAddress)
                return false;
        }

        return partnerAddress != self.Address;
    }

    // With an empty view: the addresses given to join by, then every peer ever met, in turn.
    private bool TryFindEntrance()
    {
        for (int tries = contacts.Count + peers.End; tries > 0; tries--)
        {
            nextContact = (nextContact + 1) % (contacts.Count + peers.End);
            int turn = nextContact;
            partner = turn - contacts.Count;
            if (partner < 0)
            {
                partner = PeerTable.NoHandle;
                partnerAddress = contacts[turn];
                return true;
            }

            partnerAddress = peers[partner].Address;
            if (peers.IsTaken(partner) && peers[partner].State != PeerState.Left)
                return true;
        }

        return false;
    }

    private int Reply(
        int to, PeerAddress address, uint requestSequence, Span<int> replied, Outbox outbox)
    {
        int front = ViewMerge.Sample(Row.Held, Row.HeldAges, options.ShuffleLength, ref rng);
        View[..front].CopyTo(replied);
        int skipped = View[..front].Contains(to) ? 1 : 0;
        WireWriter body = outbox.Open();
        ShuffleMessage.WriteHead(ref body, requestSequence, front - skipped);
        WriteFront(ref body, front, skip: to);
        outbox.Send(address, MessageKind.ShuffleReply, body);
        return front;
    }

    private void WriteFront(ref WireWriter body, int length, int skip)
    {
        for (int i = 0; i < length; i++)
        {
            if (names[i] == skip)
                continue;
            ref Peer row = ref peers[names[i]];
            new Descriptor(row.Id, row.Address, row.Epoch, ages[i]).Write(ref body);
        }
    }

    private void Merge(Instant now, in ShuffleMessage message, ReadOnlySpan<int> given)
    {
        Span<int> received = stackalloc int[Limits.ShuffleDescriptors];
        Span<ushort> receivedAges = stackalloc ushort[Limits.ShuffleDescriptors];
        int kept = 0;
        for (int i = 0; i < message.Count; i++)
        {
            Descriptor descriptor = message[i];
            if (descriptor.Id == self.Id || descriptor.Age > options.ViewCapacity)
                continue;
            int handle = peers.Learn(descriptor, now);
            if (handle == PeerTable.NoHandle || !IsWelcome(handle, now))
                continue;
            received[kept] = handle;
            receivedAges[kept++] = descriptor.Age;
        }

        ViewRow row = Row;
        ViewMerge.Merge(ref row, received[..kept], receivedAges[..kept], given);
        count = row.Count;
    }

    private bool IsWelcome(int handle, Instant now) =>
        peers[handle].State is PeerState.Alive or PeerState.Unverified
        && peers[handle].TombstoneUntil <= now;

    private void EndExchange()
    {
        replyDeadline = Instant.Never;
        partner = PeerTable.NoHandle;
    }

    private void GiveUpPartner(Instant now)
    {
        if (partner != PeerTable.NoHandle)
        {
            peers[partner].TombstoneUntil = now + (options.Cycle * (2 * options.ViewCapacity));
            peers.Doubted = partner;
        }

        EndExchange();
    }

    private void TakeInKnown(Instant now)
    {
        if (count == names.Length || peers.End == 0)
            return;
        int handle = rng.Below(peers.End);
        bool fits = peers.IsTaken(handle)
            && peers[handle].State == PeerState.Alive
            && IsWelcome(handle, now)
            && !View.Contains(handle);
        if (!fits)
            return;
        names[count] = handle;
        ages[count++] = 0;
    }
}
