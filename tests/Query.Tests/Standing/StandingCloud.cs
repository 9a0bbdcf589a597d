using P2PCS.Membership.Epochs;
using P2PCS.Protocol;
using P2PCS.Protocol.Wire;
using P2PCS.Query.Standing;

namespace P2PCS.Query.Tests.Standing;

/// <summary>A few kernels whose frames arrive at once, in virtual time.</summary>
public sealed class StandingCloud
{
    private readonly List<StandingKernel> kernels = [];
    private readonly Outbox outbox = new();
    private readonly Queue<(int From, PeerAddress To, byte[] Frame)> mail = new();
    private readonly StandingOptions options = new();

    public StandingCloud(int count)
    {
        for (int i = 0; i < count; i++)
            Add();
    }

    public Instant Now { get; private set; } = new(TimeSpan.TicksPerDay);

    public IReadOnlyList<StandingKernel> Kernels => kernels;

    /// <summary>Whether frames arrive.</summary>
    public bool Arrives { get; set; } = true;

    public static Sender SenderOf(int index) => new(IdOf(index), 1, AddressOf(index));

    public void Add()
    {
        int index = kernels.Count;
        kernels.Add(new StandingKernel(
            options, new Others(this, index), new Rng(7, (ulong)index)));
        kernels[index].Start(Now);
    }

    public void Run(double seconds)
    {
        Instant until = Now + TimeSpan.FromSeconds(seconds);
        while (true)
        {
            Instant next = kernels.Min(kernel => kernel.NextDeadline);
            if (next > until)
                break;
            Now = next > Now ? next : Now;
            for (int i = 0; i < kernels.Count; i++)
            {
                if (kernels[i].NextDeadline > Now)
                    continue;
                kernels[i].Tick(Now, outbox);
                Post(i);
            }
        }

        Now = until;
    }

    /// <summary>What a kernel sends next, of one kind; nothing of it arrives.</summary>
    public byte[] Next(int index, MessageKind kind)
    {
        while (true)
        {
            Instant next = kernels[index].NextDeadline;
            Now = next > Now ? next : Now;
            kernels[index].Tick(Now, outbox);
            foreach (OutboundFrame sent in outbox.Sends)
            {
                if (sent.Kind != kind)
                    continue;
                byte[] frame = outbox.BytesOf(sent.Bytes).ToArray();
                outbox.Clear();
                return frame;
            }

            outbox.Clear();
        }
    }

    /// <summary>Gives a kernel a frame; what it sends in return is the answer.</summary>
    public (Refusal Refusal, byte[][] Answers) Give(int from, int to, byte[] frame)
    {
        Invariant.Holds(Frame.TryRead(
            frame, out MessageKind kind, out ReadOnlySpan<byte> body) == Refusal.None);
        Refusal refusal = kernels[to].Receive(Now, SenderOf(from), kind, body, outbox);
        byte[][] answers =
            [.. outbox.Sends.ToArray().Select(sent => outbox.BytesOf(sent.Bytes).ToArray())];
        outbox.Clear();
        return (refusal, answers);
    }

    private static PeerId IdOf(int index) => new(new Digest(0, 0, 0, (ulong)index + 1));

    private static PeerAddress AddressOf(int index) => new((UInt128)index + 1, 1);

    private void Post(int from)
    {
        foreach (OutboundFrame sent in outbox.Sends)
            mail.Enqueue((from, sent.To, outbox.BytesOf(sent.Bytes).ToArray()));
        outbox.Clear();
        while (mail.TryDequeue(out (int From, PeerAddress To, byte[] Frame) next))
        {
            int to = (int)next.To.Ip - 1;
            if (!Arrives)
                continue;
            kernels[to].Receive(
                Now, SenderOf(next.From), (MessageKind)next.Frame[0], next.Frame.AsSpan(1), outbox);
            foreach (OutboundFrame sent in outbox.Sends)
                mail.Enqueue((to, sent.To, outbox.BytesOf(sent.Bytes).ToArray()));
            outbox.Clear();
        }
    }

    private sealed class Others(StandingCloud cloud, int own) : Partners
    {
        public override int Count => cloud.kernels.Count - 1;

        public override bool AreAll => true;

        public override bool TryDraw(ref Rng rng, out PeerId id, out PeerAddress address)
        {
            int drawn = Count < 1 ? own : (own + 1 + rng.Below(Count)) % (Count + 1);
            id = IdOf(drawn);
            address = AddressOf(drawn);
            return drawn != own;
        }
    }
}
