using P2PCS.Allocation.Subclouds;
using P2PCS.Allocation.Tasks;
using P2PCS.Protocol;
using P2PCS.Protocol.Wire;
using P2PCS.Tests;
using Xunit.Sdk;

namespace P2PCS.Node.Tests;

/// <summary>
/// Mutated frames at a node in the middle of its work. P2PCS_FUZZ_FRAMES sets how many, and
/// P2PCS_SEED which.
/// </summary>
public sealed class FuzzTests
{
    private readonly NodeSwarm swarm = new();
    private readonly List<(PeerAddress From, byte[] Datagram)> corpus = [];
    private readonly long[] refused = new long[Enum.GetValues<Refusal>().Length];
    private Rng rng = new(Seed.Value, 99);
    private Instant now;

    private PeerNode Victim => swarm.Nodes[0];

    private Outbox Outbox => swarm.OutboxOf(0);

    [Fact]
    public void No_frame_breaks_a_node_and_a_refused_one_changes_nothing()
    {
        Warm();
        Victim.Refusals.CopyTo(refused);
        now = swarm.Now;
        ulong frames = Seed.Number("P2PCS_FUZZ_FRAMES", 200_000);
        for (ulong i = 0; i < frames; i++)
            Feed(i);
        Assert.Equal(refused, Victim.Refusals.ToArray());
        Refusal[] unreached = [.. Enum.GetValues<Refusal>()
            .Where(r => r != Refusal.None && refused[(int)r] == 0)];
        Assert.True(frames < 100_000 || unreached.Length == 0, string.Join(", ", unreached));
    }

    private void Warm()
    {
        swarm.Seen = (to, from, datagram) =>
        {
            if (to == 0 && corpus.Count < 4000)
                corpus.Add((from, datagram));
        };
        swarm.Add(4);
        swarm.Run(5);
        var share = new Resources(1000, 100);
        TimeSpan day = TimeSpan.FromDays(1);
        foreach (int owner in (int[])[0, 1])
        {
            var spec = new SubcloudSpec((UInt128)owner + 1, null, 4, 2, share, day, day, false);
            swarm.Nodes[owner].CreateSubcloud(swarm.Now, spec, swarm.OutboxOf(owner));
        }

        swarm.Run(2);
        for (int task = 1; task <= 40; task++)
        {
            int owner = task % 2;
            var order = new TaskOrder((UInt128)owner + 1, new Digest(1, 1, 1, 1), share);
            swarm.Nodes[owner].SubmitTask(
                swarm.Now, (UInt128)task, order, swarm.OutboxOf(owner));
        }

        swarm.Run(1.2);
        Assert.Contains(Victim.Controller.Subclouds, s => s.State == SubcloudState.Active);
        Assert.NotEmpty(Victim.Attempts.Attempts);
        Assert.All(
            Samples.Kinds.Where(kind => kind != MessageKind.Leave),
            kind => Assert.Contains(corpus, frame => frame.Datagram[3] == (byte)kind));
    }

    private void Feed(ulong number)
    {
        now += TimeSpan.FromMilliseconds(1);
        if (Victim.NextDeadline <= now)
            Victim.Tick(now, Outbox);
        Outbox.Clear();
        (PeerAddress from, byte[] datagram) = Mutation();
        string? before = number % 1024 == 0 ? Picture.Of(Victim) : null;
        long version = Victim.Version;
        try
        {
            Refusal refusal = Victim.Receive(now, from, datagram, Outbox);
            refused[(int)refusal] += refusal == Refusal.None ? 0 : 1;
            if (refusal != Refusal.None)
            {
                Assert.Equal(version, Victim.Version);
                Assert.True(Outbox.Sends.IsEmpty && Outbox.Records.IsEmpty);
                Assert.True(Outbox.Work.IsEmpty && Outbox.Events.IsEmpty);
                if (before is not null)
                    Assert.Equal(before, Picture.Of(Victim));
            }

            AssertWithinLimits();
        }
        catch (Exception failure)
        {
            throw new XunitException(
                $"P2PCS_SEED={Seed.Value}, frame {number} from {from}: "
                + $"{Convert.ToHexStringLower(datagram)}: {failure.Message}",
                failure);
        }
    }

    private void AssertWithinLimits()
    {
        Assert.InRange(Victim.Peers.Count, 1, Limits.KnownPeers);
        Assert.InRange(Victim.Sampling.View.Length, 0, 30);
        Assert.InRange(Victim.Ledger.Leases.Length, 0, Limits.Leases);
        Assert.InRange(Victim.Attempts.Attempts.Count, 0, Limits.LocalAttempts);
        Assert.Single(Victim.Controller.Subclouds);
        Assert.Equal(20, Victim.Dispatcher.Tasks.Count);
        Resources taken = default;
        foreach (var lease in Victim.Ledger.Leases)
            taken += lease.Resources;
        Assert.True(taken.FitsIn(NodeSwarm.Machine));
    }

    private (PeerAddress From, byte[] Datagram) Mutation()
    {
        (PeerAddress from, byte[] seen) = corpus[rng.Below(corpus.Count)];
        byte[] datagram = rng.Below(3) == 0 ? Fresh() : [.. seen];
        for (int changes = rng.Below(4); changes > 0; changes--)
            datagram = Change(datagram);
        if (rng.Below(4) != 0 && datagram.Length is >= Frame.HeaderLength and <= Limits.FrameBytes)
            Reseal(datagram);
        return (rng.Below(8) == 0 ? Seed.Address(ref rng) : from, datagram);
    }

    private byte[] Fresh()
    {
        MessageKind[] kinds = [.. Samples.Kinds];
        MessageKind kind = kinds[rng.Below(kinds.Length)];
        byte[] datagram = [.. new byte[Frame.HeaderLength], .. Samples.Body(kind, ref rng)];
        PeerId sender = rng.Below(2) == 0
            ? Seed.Peer(ref rng)
            : NodeSwarm.IdOf(rng.Below(5));
        new Frame(kind, (uint)rng.Below(4), sender).Seal(datagram);
        return datagram;
    }

    private byte[] Change(byte[] datagram)
    {
        int place = rng.Below(Math.Max(1, datagram.Length));
        switch (rng.Below(6))
        {
            case 0 when datagram.Length > 0:
                datagram[place] ^= (byte)(1 << rng.Below(8));
                return datagram;
            case 1 when datagram.Length > 0:
                datagram[place] = (byte)(rng.Below(2) * 255);
                return datagram;
            case 2:
                return datagram[..Math.Min(place, datagram.Length)];
            case 3:
                byte[] more = new byte[1 + rng.Below(rng.Below(8) == 0 ? 1300 : 60)];
                Seed.Fill(more, ref rng);
                return [.. datagram, .. more];
            case 4:
                byte[] other = corpus[rng.Below(corpus.Count)].Datagram;
                int cut = Math.Min(place, datagram.Length);
                return [.. datagram[..cut], .. other[Math.Min(cut, other.Length)..]];
            default:
                if (datagram.Length > 3)
                    datagram[3] = (byte)rng.Below(36);
                return datagram;
        }
    }

    // Without a right checksum no body would ever be looked at.
    private static void Reseal(byte[] datagram)
    {
        var sender = new PeerId(Digest.Read(datagram.AsSpan(16)));
        uint epoch = BitConverter.ToUInt32(datagram, 12);
        new Frame((MessageKind)datagram[3], epoch, sender).Seal(datagram);
    }
}
