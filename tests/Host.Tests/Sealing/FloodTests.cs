using P2PCS.Host.Sealing;
using P2PCS.Protocol;
using P2PCS.Tests;

namespace P2PCS.Host.Tests.Sealing;

public sealed class FloodTests : IDisposable
{
    private const int Seconds = 5;
    private const int PerMillisecond = 50;
    private readonly SealedNet net = new();
    private Rng rng = new(Seed.Value, 8);

    public void Dispose() => net.Dispose();

    [Fact]
    public void Fifty_thousand_forged_datagrams_a_second_disturb_no_other_prefix()
    {
        SealedPeer a = net.Add(1);
        SealedPeer b = net.Add(2);
        SealedPeer newcomer = net.Add(3);
        a.Send(b, 1);
        net.Run(1);
        byte[][] recorded = [.. net.Log.Select(post => post.Bytes)];
        int sent = 0;
        for (int millisecond = 0; millisecond < 1000 * Seconds; millisecond++)
        {
            for (int i = 0; i < PerMillisecond; i++)
                b.Take(Attacker(256), Forged(recorded));
            if (millisecond % 100 == 50)
            {
                a.Send(b, (byte)sent++);
                newcomer.Send(b, 9);
            }

            net.Run(0.001);
        }

        net.Run(1);
        Assert.Equal(1 + sent, b.Frames.Count(frame => frame.Sender == a.AsSender));
        Assert.Equal(sent, b.Frames.Count(frame => frame.Sender == newcomer.AsSender));
        SealingCounts counts = b.Channel.Counts;
        Assert.InRange(counts.Of(DatagramRefusal.BadSeal), 1000, 500 * (Seconds + 3));
        Assert.True(counts.Of(DatagramRefusal.Flooded) > 40_000 * Seconds);
        Assert.InRange(b.Channel.Sources, 1, 4);
    }

    [Fact]
    public void A_flood_from_everywhere_leaves_sessions_and_the_size_of_every_table_alone()
    {
        SealedPeer a = net.Add(1);
        SealedPeer b = net.Add(2);
        a.Send(b, 1);
        net.Run(1);
        byte[][] recorded = [.. net.Log.Select(post => post.Bytes)];
        for (int i = 0; i < 50_000; i++)
            b.Take(Attacker(1 << 24), Forged(recorded));
        a.Send(b, 2);
        net.Run(1);
        Assert.Equal(2, b.Frames.Count);
        Assert.Equal(new SealingOptions().Prefixes, b.Channel.Sources);
        Assert.Equal((0, 0), b.Channel.Handshakes);
        Assert.Equal(1, b.Channel.Sessions);
    }

    [Fact]
    public void No_table_grows_beyond_its_limit_whatever_members_and_frames_ask()
    {
        var options = new SealingOptions
        {
            Sessions = 10,
            Outgoing = 7,
            Incoming = 5,
            PrefixRate = 1e9,
            TotalRate = 1e9,
        };
        SealedPeer b = net.Add(2, options);
        for (int i = 10; i < 30; i++)
        {
            net.Add(i).Send(b, 1);
            b.Channel.Seal(net.Now, SealedNet.AddressOf(1000 + i), [1]);
            Assert.InRange(b.Channel.Handshakes.Outgoing, 0, 7);
        }

        net.Fate = (_, post) => post.Bytes[0] == (byte)DatagramType.Data
            ? []
            : [SealedNet.Latency];
        net.Run(0.2);
        Assert.Equal(5, b.Channel.Handshakes.Incoming);
        net.Fate = (_, _) => [SealedNet.Latency];
        net.Run(20);
        for (int i = 40; i < 60; i++)
        {
            net.Add(i).Send(b, 1);
            net.Run(1);
            Assert.InRange(b.Channel.Sessions, 0, 10);
        }

        Assert.Equal(10, b.Channel.Sessions);
        Assert.Equal((0, 0), b.Channel.Handshakes);
    }

    private PeerAddress Attacker(int addresses) => new(
        (UInt128)(0xFFFF0B000000 + rng.Below(addresses)), (ushort)(1 + rng.Below(60_000)));

    private byte[] Forged(byte[][] recorded)
    {
        byte[] bytes = [.. recorded[rng.Below(recorded.Length)]];
        bytes[1 + rng.Below(bytes.Length - 1)] ^= (byte)(1 + rng.Below(255));
        return bytes;
    }
}
