using P2PCS.Membership.Peers;
using P2PCS.Membership.Sampling;
using P2PCS.Protocol;
using P2PCS.Protocol.Wire;
using P2PCS.Simulation.Cycles;

namespace P2PCS.Simulation.Tests.Cycles;

/// <summary>Live peer-sampling kernels that talk in frames, and rows of a table that meet in
/// place, side by side with the same random choices.</summary>
public sealed class LiveKernelTests
{
    private const int Nodes = 60;
    private static readonly SamplingOptions Options = new();

    [Fact]
    public void Live_kernels_and_the_table_come_to_the_same_views_in_the_same_order()
    {
        LiveNode[] nodes = [.. Enumerable.Range(0, Nodes).Select(name => new LiveNode(name))];
        using var table = new RowTable(Nodes, Options.ViewCapacity);
        var now = new Instant(0);
        foreach (LiveNode node in nodes)
            node.Kernel.Start(now, node.Name == 0 ? [] : [LiveNode.AddressOf(node.Name - 1)]);
        for (int cycle = 0; cycle < 25; cycle++)
        {
            now += Options.Cycle * 2;
            // After the first cycles, in which nodes still ask their contacts, the table takes
            // the views over and goes its own way; ages stay below the live node's limit.
            bool isMirrored = cycle >= 12;
            if (cycle == 12)
                Array.ForEach(nodes, node => node.CopyTo(table));
            foreach (LiveNode node in nodes)
            {
                Choices choices = node.Exchange(nodes, now);
                if (isMirrored)
                    Exchange(table, node.Name, choices);
            }

            if (isMirrored)
                Array.ForEach(nodes, node => node.AssertSameAs(table));
        }

        Assert.True(table.IsSound());
    }

    private static void Exchange(RowTable table, int name, Choices choices)
    {
        ViewRow active = table.Open(name);
        ViewMerge.Age(active.HeldAges);
        if (choices.TakenIn >= 0)
        {
            active.Names[active.Count] = choices.TakenIn;
            active.Ages[active.Count++] = 0;
        }

        Assert.Equal(choices.Partner, ViewExchange.TakeOldest(ref active));
        ViewRow passive = table.Open(choices.Partner);
        ViewExchange.Swap(ref active, ref passive, new Meeting(
            name, choices.Partner, Options.ShuffleLength, choices.Mine, choices.Theirs));
        RowTable.Close(active);
        RowTable.Close(passive);
    }

    /// <summary>What a live kernel drew in a cycle: whom it took in because its view had room
    /// (-1: nobody), its partner, and the words of both samples.</summary>
    private readonly record struct Choices(int TakenIn, int Partner, ulong Mine, ulong Theirs);

    private sealed class LiveNode
    {
        private readonly PeerTable peers = new();
        private readonly Outbox outbox = new();
        private Rng choices;

        public LiveNode(int name)
        {
            Name = name;
            choices = new Rng(9, (ulong)name);
            var self = new Descriptor(IdOf(name), AddressOf(name), 1, 0);
            Kernel = new PeerSampling(Options, peers, self, new Rng(9, (ulong)name));
        }

        public int Name { get; }

        public PeerSampling Kernel { get; }

        public static PeerAddress AddressOf(int name) => new(1, (ushort)(1000 + name));

        // One cycle of this node: its request, the partner's answer, its merge. The kernel draws
        // one word for the jitter of a cycle, one for whom to take in if its view has room, and
        // one for each sample.
        public Choices Exchange(LiveNode[] nodes, Instant now)
        {
            choices.Next();
            int takenIn = Kernel.View.Length < Options.ViewCapacity && peers.End > 0
                ? TakeIn(choices.Below(peers.End))
                : -1;
            outbox.Clear();
            Kernel.Tick(now, outbox);
            if (outbox.Sends.IsEmpty)
                return new Choices(takenIn, -1, 0, 0);
            ulong mine = choices.Next();
            LiveNode partner = nodes[outbox.Sends[0].To.Port - 1000];
            partner.outbox.Clear();
            partner.Hear(this, now);
            ulong theirs = partner.choices.Next();
            Hear(partner, now);
            return new Choices(takenIn, partner.Name, mine, theirs);
        }

        public void CopyTo(RowTable table)
        {
            for (int place = 0; place < Kernel.View.Length; place++)
            {
                table.Names(Name)[place] = NameOf(Kernel.View[place]);
                table.Ages(Name)[place] = Kernel.ViewAges[place];
            }
        }

        public void AssertSameAs(RowTable table)
        {
            int[] names = [.. Kernel.View.ToArray().Select(NameOf)];
            int count = table.Count(Name);
            Assert.Equal(names, table.Names(Name)[..count].ToArray());
            Assert.Equal(Kernel.ViewAges.ToArray(), table.Ages(Name)[..count].ToArray());
        }

        private static PeerId IdOf(int name) => new(new Digest(1, 2, 3, (ulong)name + 1));

        private int TakeIn(int handle) =>
            peers[handle].State == PeerState.Alive && !Kernel.View.Contains(handle)
                ? NameOf(handle)
                : -1;

        private int NameOf(int handle) => (int)peers[handle].Id.Hash.D - 1;

        private void Hear(LiveNode other, Instant now)
        {
            OutboundFrame frame = other.outbox.Sends[0];
            ReadOnlySpan<byte> body =
                other.outbox.BytesOf(frame.Bytes).Span[Frame.HeaderLength..];
            var sender = new Sender(IdOf(other.Name), 1, AddressOf(other.Name));
            Assert.Equal(
                Refusal.None, Kernel.Receive(now, sender, frame.Kind, body, outbox));
        }
    }
}
