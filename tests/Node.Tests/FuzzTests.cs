using P2PCS.Allocation.Subclouds;
using P2PCS.Allocation.Tasks;
using P2PCS.Protocol;
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
    private readonly List<(Sender From, byte[] Frame)> corpus = [];
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
        swarm.Seen = (to, from, frame) =>
        {
            if (to == 0 && corpus.Count < 4000)
                corpus.Add((from, frame));
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
        Victim.Peers.Bar(NodeSwarm.IdOf(4));
        MessageKind[] unseen =
        [
            // Nobody goes, and nobody says anything of the cloud here.
            MessageKind.Leave,
            MessageKind.CharterList,
            MessageKind.CharterStatements,
            MessageKind.CharterWant,
        ];
        AddRareKinds();
        Assert.All(
            Samples.Kinds.Except(unseen),
            kind => Assert.Contains(corpus, seen => seen.Frame[0] == (byte)kind));
    }

    // A healthy cloud has no use for some kinds; they are drawn.
    private void AddRareKinds()
    {
        foreach (MessageKind kind in Samples.Kinds.Where(kind => kind != MessageKind.Leave))
        {
            if (corpus.Exists(seen => seen.Frame[0] == (byte)kind))
                continue;
            for (int sender = 1; sender < 4; sender++)
            {
                byte[] frame = [(byte)kind, .. Samples.Body(kind, ref rng)];
                corpus.Add((NodeSwarm.SenderOf(sender), frame));
            }
        }
    }

    private void Feed(ulong number)
    {
        now += TimeSpan.FromMilliseconds(1);
        if (Victim.NextDeadline <= now)
            Victim.Tick(now, Outbox);
        Outbox.Clear();
        (Sender from, byte[] frame) = Mutation();
        string? before = number % 1024 == 0 ? Picture.Of(Victim) : null;
        long version = Victim.Version;
        try
        {
            Refusal refusal = Victim.Receive(now, from, frame, Outbox);
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
                + $"{Convert.ToHexStringLower(frame)}: {failure.Message}",
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

    private (Sender From, byte[] Frame) Mutation()
    {
        (Sender from, byte[] seen) = corpus[rng.Below(corpus.Count)];
        byte[] frame = [.. seen];
        if (rng.Below(3) == 0)
        {
            frame = Fresh();
            from = Stranger() with { Address = from.Address };
        }

        for (int changes = rng.Below(4); changes > 0; changes--)
            frame = Change(frame);
        if (rng.Below(8) == 0)
            from = new Sender(from.Id, from.Epoch, Seed.Address(ref rng));
        return (from, frame);
    }

    private byte[] Fresh()
    {
        MessageKind[] kinds = [.. Samples.Kinds];
        MessageKind kind = kinds[rng.Below(kinds.Length)];
        return [(byte)kind, .. Samples.Body(kind, ref rng)];
    }

    // Anybody with a proof of who it is: a newcomer, a neighbour in any boot, the victim, nobody.
    private Sender Stranger()
    {
        PeerId id = rng.Below(8) switch
        {
            0 => PeerId.None,
            < 4 => Seed.Peer(ref rng),
            _ => NodeSwarm.IdOf(rng.Below(5)),
        };
        return new Sender(id, (uint)rng.Below(4), default);
    }

    private byte[] Change(byte[] frame)
    {
        int place = rng.Below(Math.Max(1, frame.Length));
        switch (rng.Below(6))
        {
            case 0 when frame.Length > 0:
                frame[place] ^= (byte)(1 << rng.Below(8));
                return frame;
            case 1 when frame.Length > 0:
                frame[place] = (byte)(rng.Below(2) * 255);
                return frame;
            case 2:
                return frame[..Math.Min(place, frame.Length)];
            case 3:
                byte[] more = new byte[1 + rng.Below(rng.Below(8) == 0 ? 1300 : 60)];
                Seed.Fill(more, ref rng);
                return [.. frame, .. more];
            case 4:
                byte[] other = corpus[rng.Below(corpus.Count)].Frame;
                int cut = Math.Min(place, frame.Length);
                return [.. frame[..cut], .. other[Math.Min(cut, other.Length)..]];
            default:
                if (frame.Length > 0)
                    frame[0] = (byte)rng.Below(36);
                return frame;
        }
    }
}
