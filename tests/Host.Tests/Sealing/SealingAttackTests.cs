using System.Security.Cryptography;
using P2PCS.Host.Sealing;
using P2PCS.Protocol;
using P2PCS.Tests;

namespace P2PCS.Host.Tests.Sealing;

public sealed class SealingAttackTests : IDisposable
{
    private readonly SealedNet net = new();
    private readonly SealedPeer a;
    private readonly SealedPeer b;

    public SealingAttackTests()
    {
        // No limit of rate, so that each datagram is looked at as far as it goes.
        var options = new SealingOptions { PrefixRate = 1e9, TotalRate = 1e9 };
        a = net.Add(1, options);
        b = net.Add(2, options);
    }

    public void Dispose() => net.Dispose();

    [Fact]
    public void Nothing_that_was_recorded_gives_a_second_frame_from_wherever_it_comes()
    {
        Talk();
        Post[] recorded = [.. net.Log];
        (int atA, int atB) = (a.Frames.Count, b.Frames.Count);
        SessionTerms before = b.Channel.With(a.Address)!;
        foreach (PeerAddress from in new[] { a.Address, b.Address, SealedNet.AddressOf(7) })
        {
            foreach (Post post in recorded)
            {
                a.Take(from, post.Bytes);
                b.Take(from, post.Bytes);
            }
        }

        net.Run(20);
        Assert.Equal((atA, atB), (a.Frames.Count, b.Frames.Count));
        Assert.Equal(before, b.Channel.With(a.Address));
        Assert.True(b.Channel.Counts.Of(DatagramRefusal.Replayed) >= 10);
        Talk();
        Assert.Equal(atB + 10, b.Frames.Count);
    }

    [Fact]
    public void A_member_cannot_speak_for_another()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        SealedPeer liar = net.Add(new SealedSetup(3, SealedNet.AddressOf(3))
        {
            Key = key,
            Credential = a.Credential,
        });
        liar.Send(b, 1);
        net.Run(5);
        Assert.Empty(b.Frames);
        Assert.Equal(0, b.Channel.Sessions);
        Assert.Equal(1, b.Channel.Counts.Of(DatagramRefusal.BadSignature));
        byte reason = (byte)DatagramRefusal.BadSignature;
        Assert.Equal(new HandshakeRefusal(liar.Address, false, reason), Assert.Single(b.Refusals));
        Assert.Equal(new HandshakeRefusal(b.Address, true, reason), Assert.Single(liar.Refusals));
        b.Send(liar, 1);
        net.Run(5);
        Assert.Empty(liar.Frames);
        Assert.Equal((0, 0), (b.Channel.Sessions, liar.Channel.Sessions));
    }

    [Fact]
    public void A_member_cannot_answer_in_the_place_of_another_with_what_it_heard()
    {
        a.Send(b, 1);
        net.Run(1);
        byte[] heard = Forge.Open(net.Of(DatagramType.Response).Single().Bytes);
        SealedPeer fresh = net.Add(4);
        net.Fate = (_, post) => post.To == b.Address ? [] : [SealedNet.Latency];
        fresh.Send(b, 1);
        byte[] asked = Forge.Open(net.Log[^1].Bytes);
        asked.AsSpan(16, 4).CopyTo(heard);
        using var forge = new Forge(net.Entropy);
        fresh.Take(b.Address, forge.Seal(DatagramType.Response, heard));
        Assert.Equal(0, fresh.Channel.Sessions);
        Assert.Equal(1, fresh.Channel.Counts.Of(DatagramRefusal.BadSignature));
    }

    [Fact]
    public void One_flipped_bit_anywhere_is_refused_and_the_right_bytes_are_not()
    {
        a.Send(b, 1, 2, 3);
        for (int sent = 0; sent < 5; sent++)
        {
            Post post = net.Log[sent];
            SealedPeer to = post.To == b.Address ? b : a;
            int before = net.Log.Count;
            for (int at = 0; at < post.Bytes.Length; at++)
            {
                byte[] broken = [.. post.Bytes];
                broken[at] ^= (byte)(1 << (at % 8));
                Assert.False(to.Take(post.From, broken));
            }

            Assert.All(net.Log[before..], reply =>
                Assert.Equal(DatagramType.Unknown, reply.Type));
            net.Log.RemoveRange(before, net.Log.Count - before);
            while (net.Log.Count == sent + 1 && b.Frames.Count == 0)
                net.Run(0.001);
        }

        Assert.Equal([1, 2, 3], Assert.Single(b.Frames).Frame);
        Assert.True(b.Channel.Counts.Of(DatagramRefusal.BadSeal) > 1900);
        HandshakeTests.AssertOneSession(a, b);
    }

    [Fact]
    public void Every_shorter_and_every_longer_datagram_is_refused()
    {
        a.Send(b, 1, 2, 3);
        net.Run(0.025);
        Talk();
        foreach (Post post in net.Log.DistinctBy(post => post.Type).ToArray())
        {
            SealedPeer to = post.To == b.Address ? b : a;
            int frames = to.Frames.Count;
            for (int length = 0; length < post.Bytes.Length; length++)
                Assert.False(to.Take(post.From, post.Bytes[..length]));
            Assert.False(to.Take(post.From, [.. post.Bytes, 0]));
            Assert.False(to.Take(post.From, [.. post.Bytes, .. new byte[1500]]));
            Assert.Equal(frames, to.Frames.Count);
        }

        Assert.True(b.Channel.Counts.Of(DatagramRefusal.TooShort) > 1000);
        Assert.True(b.Channel.Counts.Of(DatagramRefusal.TooLong) > 1);
    }

    [Fact]
    public void A_session_does_not_follow_to_another_address_without_a_handshake()
    {
        Talk();
        int frames = b.Frames.Count;
        net.Fate = (_, _) => [];
        a.Send(b, new byte[40]);
        byte[] data = net.Log[^1].Bytes;
        PeerAddress elsewhere = SealedNet.AddressOf(9);
        Assert.False(b.Take(elsewhere, data));
        Assert.Equal(frames, b.Frames.Count);
        Post answer = net.Log[^1];
        Assert.Equal((DatagramType.Unknown, elsewhere), (answer.Type, answer.To));
        Assert.True(answer.Bytes.Length <= data.Length);
    }

    [Fact]
    public void A_lie_that_a_session_is_unknown_costs_a_handshake_and_no_frame()
    {
        Talk();
        using var forge = new Forge(net.Entropy);
        SessionTerms terms = a.Channel.With(b.Address)!;
        byte[] content = BitConverter.GetBytes(terms.RemoteIndex);
        for (byte i = 0; i < 50; i++)
        {
            a.Take(b.Address, forge.Seal(DatagramType.Unknown, content));
            a.Send(b, 100, i);
            net.Run(0.1);
        }

        byte[][] heard = [.. b.Frames.Select(one => one.Frame).Where(frame => frame[0] == 100)];
        Assert.Equal(50, heard.DistinctBy(frame => frame[1]).Count());
        Assert.Equal(2, net.Of(DatagramType.Response).Count());
    }

    [Fact]
    public void A_peer_that_meets_its_own_name_says_so()
    {
        SealedPeer twin = net.Add(new SealedSetup(1, SealedNet.AddressOf(8)));
        twin.Send(a, 1);
        net.Run(5);
        Assert.Equal(0, a.Channel.Sessions);
        Assert.Equal("OwnName", Assert.Single(twin.Refusals).Name);
    }

    [Fact]
    public void Answers_to_addresses_that_proved_nothing_stay_below_three_times_what_came()
    {
        Talk();
        byte[][] recorded = [.. net.Log.Select(post => post.Bytes)];
        var rng = new Rng(Seed.Value, 3);
        int first = net.Log.Count;
        Dictionary<PeerAddress, long> received = [];
        for (int i = 0; i < 20_000; i++)
        {
            var from = new PeerAddress((UInt128)(0xFFFF0B000000 + rng.Below(1 << 24)), 99);
            byte[] bytes = [.. recorded[rng.Below(recorded.Length)]];
            if (rng.Below(3) == 0)
                bytes[rng.Below(bytes.Length)] ^= 1;
            received[from] = received.GetValueOrDefault(from) + bytes.Length;
            b.Take(from, bytes);
            net.Run(0.0005);
        }

        Assert.True(net.Log.Count > first + 1000);
        foreach (var answers in net.Log[first..].GroupBy(post => post.To))
        {
            long sent = answers.Sum(post => (long)post.Bytes.Length);
            Assert.InRange(sent, 1, 3 * received.GetValueOrDefault(answers.Key));
        }

        SealingCounts counts = b.Channel.Counts;
        Assert.InRange(counts.UnprovedBytesOut, 1, counts.UnprovedBytesIn);
        Assert.Equal((1, 0), (b.Channel.Sessions, b.Channel.Handshakes.Incoming));
    }

    private void Talk()
    {
        for (byte i = 0; i < 10; i++)
        {
            a.Send(b, i);
            net.Run(0.1);
            b.Send(a, i);
            net.Run(0.1);
        }
    }
}
