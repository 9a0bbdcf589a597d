using P2PCS.Allocation;
using P2PCS.Allocation.Subclouds;
using P2PCS.Allocation.Tasks;
using P2PCS.Protocol;
using P2PCS.Tests;

namespace P2PCS.Node.Tests;

public sealed class PeerNodeTests
{
    private readonly NodeSwarm swarm = new();

    public PeerNodeTests()
    {
        swarm.Add(2);
        swarm.Run(3);
    }

    [Fact]
    public void A_healthy_cloud_refuses_nothing()
    {
        CreateSubcloud();
        swarm.Run(60);
        Assert.All(swarm.Nodes, node => Assert.Equal(0, node.Refusals.ToArray().Sum()));
    }

    [Fact]
    public void A_node_believes_no_gossip_in_its_own_name_and_nothing_of_its_former_self()
    {
        var rng = new Rng(Seed.Value);
        foreach (MessageKind kind in Samples.Kinds)
        {
            Assert.Equal(Refusal.BadSender, Feed(kind, 0, epoch: 2, ref rng));
            if (kind < MessageKind.Reserve)
                Assert.Equal(Refusal.BadSender, Feed(kind, 0, epoch: 1, ref rng));
        }
    }

    [Fact]
    public void A_frame_of_an_earlier_incarnation_is_refused_whatever_its_kind()
    {
        var rng = new Rng(Seed.Value);
        foreach (MessageKind kind in Samples.Kinds)
        {
            Refusal refusal = Feed(kind, 1, epoch: 0, ref rng);
            bool answer = kind is MessageKind.Pong or MessageKind.ShuffleReply
                or MessageKind.RosterPage;
            Assert.Equal(answer ? Refusal.Unexpected : Refusal.StaleSender, refusal);
        }
    }

    [Fact]
    public void A_frame_from_nobody_is_refused_whatever_its_kind()
    {
        var rng = new Rng(Seed.Value);
        foreach (MessageKind kind in Samples.Kinds)
        {
            byte[] frame = [(byte)kind, .. Samples.Body(kind, ref rng)];
            var nobody = new Sender(PeerId.None, 1, NodeSwarm.AddressOf(1));
            Assert.Equal(Refusal.BadSender, Receive(nobody, frame));
        }
    }

    [Fact]
    public void A_kind_that_does_not_exist_is_refused()
    {
        for (int kind = 0; kind < 256; kind++)
        {
            if (Enum.IsDefined((MessageKind)kind))
                continue;
            Assert.Equal(Refusal.UnknownKind, Receive(NodeSwarm.SenderOf(1), [(byte)kind]));
        }
    }

    [Fact]
    public void A_node_that_stops_gives_everything_back_and_says_goodbye()
    {
        CreateSubcloud();
        swarm.Run(2);
        Assert.Equal(1, swarm.Nodes[1].Ledger.Leases.Length);
        swarm.Nodes[0].Stop(swarm.Now, swarm.OutboxOf(0));
        Assert.Equal(0, swarm.Nodes[0].Ledger.Leases.Length);
        swarm.Drain(0);
        swarm.Run(0.01);
        Assert.Equal(0, swarm.Nodes[1].Ledger.Leases.Length);
    }

    [Fact]
    public void A_restarted_node_gives_back_what_its_former_self_held()
    {
        List<StoredRecord> records = [];
        CreateSubcloud(records);
        PeerNode again = new(
            swarm.Nodes[0].Self with { Epoch = 2 }, NodeSwarm.Options, new Rng(Seed.Value));
        var outbox = new Outbox();
        again.Start(swarm.Now, [], records, outbox);
        Subcloud subcloud = Assert.Single(again.Controller.Subclouds);
        Assert.Equal(
            (SubcloudState.Failed, ReasonCode.FacadeRestarted), (subcloud.State, subcloud.Reason));
        TaskEntry task = Assert.Single(again.Dispatcher.Tasks);
        Assert.Equal(
            (TaskState.Aborted, ReasonCode.FacadeRestarted), (task.State, task.Reason));
        Assert.Equal(0, again.Ledger.Leases.Length);
    }

    [Fact]
    public void A_record_that_is_damaged_stops_no_node()
    {
        var rng = new Rng(Seed.Value);
        List<StoredRecord> records = [];
        foreach (RecordKind kind in Enum.GetValues<RecordKind>())
        {
            for (int length = 0; length < 300; length++)
            {
                byte[] value = new byte[length];
                Seed.Fill(value, ref rng);
                records.Add(new StoredRecord(kind, rng.NextName(), value));
            }
        }

        PeerNode node = NodeSwarm.NewNode(0);
        node.Start(swarm.Now, [], records, new Outbox());
        Assert.Equal(swarm.Now, node.NextDeadline);
    }

    private void CreateSubcloud(List<StoredRecord>? records = null)
    {
        var share = new Resources(1000, 512);
        TimeSpan hour = TimeSpan.FromHours(1);
        Outbox outbox = swarm.OutboxOf(0);
        var spec = new SubcloudSpec(5, "mine", 2, 2, share, hour, hour, false);
        swarm.Nodes[0].CreateSubcloud(swarm.Now, spec, outbox);
        var order = new TaskOrder(5, new Digest(1, 1, 1, 1), share);
        swarm.Nodes[0].SubmitTask(swarm.Now, 6, order, outbox);
        foreach (RecordWrite record in outbox.Records)
        {
            byte[] value = outbox.BytesOf(record.Bytes).ToArray();
            records?.Add(new StoredRecord(record.Kind, record.Key, value));
        }
    }

    private Refusal Feed(MessageKind kind, int sender, uint epoch, ref Rng rng)
    {
        byte[] frame = [(byte)kind, .. Samples.Body(kind, ref rng)];
        Sender from = NodeSwarm.SenderOf(sender, epoch) with { Address = NodeSwarm.AddressOf(1) };
        return Receive(from, frame);
    }

    private Refusal Receive(Sender from, byte[] frame) => swarm.Nodes[0].Receive(
        swarm.Now, from, frame, swarm.OutboxOf(0));
}
