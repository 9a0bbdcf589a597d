using P2PCS.Host.Sealing;
using P2PCS.Protocol;
using P2PCS.Tests;

namespace P2PCS.Host.Tests.Sealing;

public sealed class HandshakeTests : IDisposable
{
    private readonly SealedNet net = new();

    public void Dispose() => net.Dispose();

    [Fact]
    public void A_frame_arrives_with_its_sender_proved()
    {
        SealedPeer a = net.Add(1);
        SealedPeer b = net.Add(2);
        a.Send(b, 7, 8, 9);
        net.Run(1);
        (Sender sender, byte[] frame) = Assert.Single(b.Frames);
        Assert.Equal(a.AsSender, sender);
        Assert.Equal([7, 8, 9], frame);
        Assert.Equal(
            [
                DatagramType.Init, DatagramType.Cookie, DatagramType.Init,
                DatagramType.Response, DatagramType.Data,
            ],
            net.Log.Select(post => post.Type));
        b.Send(a, 1);
        net.Run(1);
        Assert.Equal(b.AsSender, Assert.Single(a.Frames).Sender);
        Assert.Equal(6, net.Log.Count);
        AssertOneSession(a, b);
        AssertNothingRefused(a, b);
    }

    [Fact]
    public void Data_costs_25_bytes_more_than_the_frame()
    {
        SealedPeer a = net.Add(1);
        SealedPeer b = net.Add(2);
        byte[] longest = new byte[Limits.FrameBytes];
        a.Send(b, longest);
        net.Run(1);
        Assert.Equal(longest, Assert.Single(b.Frames).Frame);
        Assert.Equal(Limits.DatagramBytes, net.Of(DatagramType.Data).Single().Bytes.Length);
        Assert.All(net.Of(DatagramType.Init), init => Assert.Equal(1000, init.Bytes.Length));
    }

    [Theory]
    [InlineData("lose")]
    [InlineData("double")]
    [InlineData("delay")]
    public void Each_message_of_a_handshake_may_be_lost_doubled_or_late(string what)
    {
        for (int number = 0; number < 5; number++)
        {
            using var one = new SealedNet();
            SealedPeer a = one.Add(1);
            SealedPeer b = one.Add(2);
            int victim = number;
            one.Fate = (sent, _) => sent != victim ? [SealedNet.Latency] : what switch
            {
                "lose" => [],
                "double" => [SealedNet.Latency, 3 * SealedNet.Latency],
                _ => [TimeSpan.FromSeconds(1)],
            };
            a.Send(b, 1);
            one.Run(4);
            a.Send(b, 2);
            b.Send(a, 3);
            one.Run(4);
            Assert.Contains(b.Frames, frame => frame.Frame[0] == 2);
            Assert.Equal([3], Assert.Single(a.Frames).Frame);
            Assert.InRange(b.Frames.Count(frame => frame.Frame[0] == 1), number == 4 ? 0 : 1, 1);
            AssertOneSession(a, b);
        }
    }

    [Fact]
    public void Nobody_there_is_asked_three_times_and_then_left_in_peace()
    {
        SealedPeer a = net.Add(1);
        a.Channel.Seal(net.Now, SealedNet.AddressOf(9), [1]);
        net.Run(10);
        Assert.Equal(3, net.Log.Count);
        Assert.Equal(1, a.Channel.Counts.Unanswered);
        Assert.Equal(1, a.Channel.Counts.Unsent);
        Assert.Equal((0, 0), a.Channel.Handshakes);
        Assert.Equal(Instant.Never, a.Channel.NextDeadline);
    }

    [Fact]
    public void The_last_four_frames_wait_for_the_session_in_their_order()
    {
        SealedPeer a = net.Add(1);
        SealedPeer b = net.Add(2);
        for (byte i = 1; i <= 6; i++)
            a.Send(b, i);
        net.Run(1);
        Assert.Equal([3, 4, 5, 6], b.Frames.Select(frame => (int)frame.Frame[0]));
        Assert.Equal(2, a.Channel.Counts.Unsent);
    }

    [Fact]
    public void Both_asking_at_once_settle_on_one_session_whatever_the_delays() =>
        Seed.Run((ref Rng rng) =>
    {
        for (int round = 0; round < 40; round++)
        {
            using var one = new SealedNet();
            SealedPeer a = one.Add(1);
            SealedPeer b = one.Add(2);
            int[] delays = [.. Enumerable.Range(0, 64).Select(_ => 0)];
            for (int i = 0; i < delays.Length; i++)
                delays[i] = rng.Below(round < 20 ? 30 : 900);
            one.Fate = (sent, _) => [TimeSpan.FromMilliseconds(1 + delays[sent % 64])];
            a.Send(b, 1);
            one.At(one.Now + TimeSpan.FromMilliseconds(rng.Below(40)), () => b.Send(a, 2));
            one.Run(12);
            one.Fate = (_, _) => [SealedNet.Latency];
            for (int i = 0; i < 5; i++)
            {
                a.Send(b, 3);
                b.Send(a, 4);
                one.Run(1);
            }

            one.Run(20);
            int before = one.Log.Count;
            a.Send(b, 5);
            b.Send(a, 6);
            one.Run(1);
            Assert.Equal(before + 2, one.Log.Count);
            Assert.Equal([5], b.Frames[^1].Frame);
            Assert.Equal([6], a.Frames[^1].Frame);
            AssertOneSession(a, b);
        }
    });

    [Fact]
    public void Frames_get_through_a_bad_network_once_at_the_most() => Seed.Run((ref Rng rng) =>
    {
        for (int round = 0; round < 10; round++)
        {
            using var one = new SealedNet();
            SealedPeer a = one.Add(1);
            SealedPeer b = one.Add(2);
            var dice = rng.Fork((ulong)round);
            one.Fate = (_, _) => dice.Below(10) switch
            {
                < 3 => [],
                3 => [Delay(ref dice), Delay(ref dice)],
                _ => [Delay(ref dice)],
            };
            for (byte i = 0; i < 100; i++)
            {
                a.Send(b, i);
                b.Send(a, i);
                one.Run(0.2);
            }

            one.Run(5);
            Assert.InRange(a.Frames.Count, 40, 100);
            Assert.InRange(b.Frames.Count, 40, 100);
            Assert.Equal(a.Frames.Count, a.Frames.Select(f => f.Frame[0]).Distinct().Count());
            Assert.Equal(b.Frames.Count, b.Frames.Select(f => f.Frame[0]).Distinct().Count());
            Assert.Equal((1, 1), (a.Channel.Sessions, b.Channel.Sessions));
        }
    });

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Who_restarts_is_heard_again_whoever_speaks_first(bool restartedSpeaks)
    {
        SealedPeer a = net.Add(1);
        SealedPeer b = net.Add(2);
        a.Send(b, new byte[30]);
        net.Run(1);
        b.Restart();
        (SealedPeer first, SealedPeer second) = restartedSpeaks ? (b, a) : (a, b);
        first.Send(second, new byte[31]);
        net.Run(2);
        first.Send(second, new byte[32]);
        second.Send(first, new byte[33]);
        net.Run(2);
        Assert.Equal(32, second.Frames[^1].Frame.Length);
        Assert.Equal(33, first.Frames[^1].Frame.Length);
        Assert.Equal(2u, a.Frames[^1].Sender.Epoch);
        AssertOneSession(a, b);
    }

    [Fact]
    public void A_session_is_replaced_when_it_is_old_and_nothing_is_lost()
    {
        SealedPeer a = net.Add(1);
        SealedPeer b = net.Add(2);
        a.Send(b, 0);
        net.Run(1);
        for (int i = 0; i < 80; i++)
        {
            a.Send(b, (byte)i);
            b.Send(a, (byte)i);
            net.Run(60);
        }

        Assert.Equal(80, a.Frames.Count);
        Assert.Equal(81, b.Frames.Count);
        Assert.Equal(2, net.Of(DatagramType.Response).Count());
        Assert.Single(net.Of(DatagramType.Cookie));
        AssertOneSession(a, b);
    }

    [Fact]
    public void A_session_is_replaced_when_its_counter_is_high()
    {
        var options = new SealingOptions { RekeyFrames = 50 };
        SealedPeer a = net.Add(1, options);
        SealedPeer b = net.Add(2);
        for (int i = 0; i < 200; i++)
        {
            a.Send(b, (byte)i);
            net.Run(0.1);
        }

        Assert.Equal(200, b.Frames.Count);
        Assert.InRange(net.Of(DatagramType.Response).Count(), 4, 5);
    }

    [Fact]
    public void An_unused_session_ends_and_its_index_goes()
    {
        SealedPeer a = net.Add(1);
        SealedPeer b = net.Add(2);
        a.Send(b, 1);
        net.Run(700);
        Assert.Equal((0, 0), (a.Channel.Sessions, b.Channel.Sessions));
        Assert.Equal(Instant.Never, a.Channel.NextDeadline);
    }

    private static TimeSpan Delay(ref Rng dice) => TimeSpan.FromMilliseconds(1 + dice.Below(150));

    internal static void AssertOneSession(SealedPeer a, SealedPeer b)
    {
        SessionTerms here = a.Channel.With(b.Address)!;
        SessionTerms there = b.Channel.With(a.Address)!;
        Assert.Equal(
            (here.LocalIndex, here.RemoteIndex), (there.RemoteIndex, there.LocalIndex));
        Assert.NotEqual(here.IsInitiator, there.IsInitiator);
    }

    private static void AssertNothingRefused(params SealedPeer[] peers) =>
        Assert.All(peers, peer => Assert.All(
            peer.Channel.Counts.Refusals(), count => Assert.Equal(0, count.Value)));
}
