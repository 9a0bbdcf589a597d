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
    private readonly SamplingOptions options;
    private readonly PeerTable peers;
    private readonly Descriptor self;
    private readonly Entrance entrance;
    private readonly ViewPrefixes prefixes;
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
        prefixes = new ViewPrefixes(peers, options.PrefixView);
        entrance = new Entrance(options, peers, self.Address);
        names = new int[options.ViewCapacity];
        ages = new ushort[options.ViewCapacity];
    }

    /// <summary>Handles of the peers in the view.</summary>
    public ReadOnlySpan<int> View => names.AsSpan(0, count);

    /// <summary>Cycles since each descriptor in <see cref="View"/> was made.</summary>
    public ReadOnlySpan<ushort> ViewAges => ages.AsSpan(0, count);

    /// <summary>Whether all seem to know the same peers: then they are told of by their short
    /// names, and a full view is shuffled less often.</summary>
    public bool IsCalm { get; set; }

    /// <summary>Addresses to join by, and how many of them were asked so far.</summary>
    public (int Known, int Tried) Contacts => entrance.Contacts;

    /// <summary>When <see cref="Tick"/> has something to do.</summary>
    public Instant NextDeadline => Instant.Min(nextCycle, replyDeadline);

    private bool IsAtRest =>
        IsCalm && !Entrance.IsEager(cycles)
        && count + 1 >= Math.Min(options.ViewCapacity, peers.Present);

    private ViewRow Row => new(names, ages, count);

    /// <summary>Begins to gossip; while the view is empty the contacts are asked in turn.</summary>
    public void Start(Instant now, ReadOnlySpan<PeerAddress> join)
    {
        entrance.Add(join);
        nextCycle = now;
    }

    /// <summary>Takes an address that may be a peer's: it is asked like a contact to join by, at
    /// once where the view is empty.</summary>
    public void Try(Instant now, PeerAddress address)
    {
        if (entrance.AddFound(address) && count == 0)
            nextCycle = Instant.Min(nextCycle, now);
    }

    /// <summary>The active thread: one exchange per cycle with the oldest neighbour.</summary>
    public void Tick(Instant now, Outbox outbox)
    {
        bool silent = now >= replyDeadline;
        if (silent)
            GiveUpPartner(now);
        if (now >= nextCycle)
        {
            nextCycle = now + rng.Jitter(IsAtRest ? options.CalmCycle : options.Cycle);
            retriesLeft = options.Retries;
            cycles++;
            ViewMerge.Age(ages.AsSpan(0, count));
            count = prefixes.Thin(Row);
            TakeInKnown(now);
            nextCycle += entrance.Pause(count, ref rng);
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
            Merge(now, ref message, replied[..length]);
        }
        else
        {
            EndExchange();
            Merge(now, ref message, sent.AsSpan(0, sentCount));
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
        bool isFound = TryFindLostContact() || TryTakeOldest()
            || entrance.TryFindAny(out partner, out partnerAddress);
        if (!isFound)
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

    private bool TryFindLostContact()
    {
        if (retriesLeft != options.Retries
            || !entrance.TryFindLost(cycles, out PeerAddress address))
        {
            return false;
        }

        partner = PeerTable.NoHandle;
        partnerAddress = address;
        return true;
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
            var descriptor = new Descriptor(row.Id, row.Address, row.Epoch, ages[i]);
            if (IsCalm)
                descriptor.WriteShort(ref body);
            else
                descriptor.Write(ref body);
        }
    }

    private void Merge(
        Instant now, scoped ref ShuffleMessage message, scoped ReadOnlySpan<int> given)
    {
        Span<int> received = stackalloc int[Limits.ShuffleDescriptors];
        Span<ushort> receivedAges = stackalloc ushort[Limits.ShuffleDescriptors];
        int kept = 0;
        while (message.MoveNext())
        {
            Descriptor descriptor = message.Current;
            if (descriptor.Id == self.Id || descriptor.Age > options.ViewCapacity)
                continue;
            int handle = descriptor.Id.IsNone
                ? peers.FindShort(message.CurrentName)
                : peers.Learn(descriptor, now);
            bool fits = handle != PeerTable.NoHandle && IsWelcome(handle, now)
                && prefixes.Admits(handle, View, received[..kept]);
            if (!fits)
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
            && !View.Contains(handle)
            && prefixes.Admits(handle, View, []);
        if (!fits)
            return;
        names[count] = handle;
        ages[count++] = 0;
    }
}
