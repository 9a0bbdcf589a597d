using System.Security.Cryptography;
using P2PCS.Host.Agent;
using P2PCS.Host.Sealing;
using P2PCS.Host.Streams;
using P2PCS.Protocol;

namespace P2PCS.Host.Tests.Sealing;

public sealed class SealingLimitsTests : IDisposable
{
    private readonly SealedNet net = new();

    public void Dispose() => net.Dispose();

    [Fact]
    public void A_credential_is_taken_in_only_from_who_has_its_key_and_once()
    {
        SealedPeer a = net.Add(1);
        SealedPeer b = net.Add(2);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        SealedPeer liar = net.Add(new SealedSetup(3, SealedNet.AddressOf(3))
        {
            Key = key,
            Credential = a.Credential,
        });
        liar.Send(b, 1);
        net.Run(5);
        Assert.Equal(1, b.Channel.Counts.Of(DatagramRefusal.BadSignature));
        Assert.Empty(b.Admitted);
        a.Send(b, 1);
        net.Run(1);
        a.Restart();
        a.Send(b, 2);
        net.Run(5);
        Assert.Equal(2, b.Frames.Count);
        Assert.Equal(a.Id, Assert.Single(b.Admitted));
    }

    [Fact]
    public void One_peer_has_four_sessions_whatever_ports_it_speaks_from()
    {
        SealedPeer b = net.Add(2);
        SealedPeer other = net.Add(3);
        other.Send(b, 1);
        net.Run(1);
        for (int i = 0; i < 10; i++)
        {
            PeerAddress address = SealedNet.AddressOf(1);
            net.Add(new SealedSetup(1, address with { Port = (ushort)(1000 + i) })).Send(b, 2);
            net.Run(1);
        }

        Assert.Equal(5, b.Channel.Sessions);
        Assert.Equal(11, b.Frames.Count);
        Assert.NotNull(b.Channel.With(other.Address));
    }

    [Fact]
    public void A_session_that_only_receives_is_in_use()
    {
        SealedPeer b = net.Add(2, new SealingOptions { Sessions = 2 });
        SealedPeer talker = net.Add(3);
        SealedPeer silent = net.Add(4);
        talker.Send(b, 1);
        net.Run(1);
        silent.Send(b, 1);
        net.Run(1);
        talker.Send(b, 1);
        net.Run(1);
        net.Add(5).Send(b, 1);
        net.Run(1);
        Assert.NotNull(b.Channel.With(talker.Address));
        Assert.Null(b.Channel.With(silent.Address));
    }

    [Fact]
    public void The_count_of_handshakes_begins_anew_with_the_others_boot()
    {
        SealedPeer a = net.Add(1);
        SealedPeer b = net.Add(2);
        for (int i = 0; i < 3; i++)
            a.Channel.Seal(net.Now, SealedNet.AddressOf(50 + i), [1]);
        a.Send(b, 1);
        net.Run(1);
        a.Restart();

        // This side asks the new boot, so that no Init of that boot was confirmed here yet.
        b.Send(a, new byte[30]);
        net.Run(3);
        Assert.Equal(a.Epoch, b.Channel.With(a.Address)!.Peer.Epoch);
        using var forge = new Forge(net.Entropy);
        uint index = a.Channel.With(b.Address)!.RemoteIndex;
        a.Take(b.Address, forge.Seal(DatagramType.Unknown, BitConverter.GetBytes(index)));
        net.Run(3);
        Assert.Equal(0, b.Channel.Counts.Of(DatagramRefusal.Replayed));
        Assert.Equal(1, a.Channel.Counts.Granted);
    }

    [Fact]
    public void A_lower_boot_epoch_is_refused_and_told()
    {
        SealedPeer a = net.Add(1);
        SealedPeer b = net.Add(2);
        a.Restart();
        a.Send(b, 1);
        net.Run(1);
        SealedPeer restored = net.Add(new SealedSetup(1, a.Address));
        restored.Send(b, 2);
        net.Run(1);
        byte reason = (byte)DatagramRefusal.OldEpoch;
        Assert.Contains(new HandshakeRefusal(b.Address, true, reason), restored.Refusals);
        Assert.Single(b.Frames);
    }

    [Fact]
    public void Handshakes_of_four_prefixes_leave_room_for_those_of_others()
    {
        SealedPeer b = net.Add(2);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        SealedPeer[] liars = [.. Enumerable.Range(0, 400).Select(i => net.Add(
            new SealedSetup(1, Near(100 + (i % 4), i)) { Key = key, Credential = Spki(1) }))];
        SealedPeer[] honest = [.. Enumerable.Range(10, 20).Select(i => net.Add(i))];
        for (int round = 0; round < 10; round++)
        {
            foreach (SealedPeer liar in liars)
            {
                liar.Restart();
                liar.Send(b, 1);
            }

            if (round == 4)
            {
                foreach (SealedPeer one in honest)
                    one.Send(b, 9);
            }

            net.Run(0.3);
        }

        net.Run(5);
        Assert.True(b.Channel.Counts.Of(DatagramRefusal.Busy) > 100);
        Assert.Equal(20, b.Frames.Select(frame => frame.Sender.Id).Distinct().Count());
    }

    [Fact]
    public void A_flood_from_everywhere_lets_peers_that_restart_come_back()
    {
        SealedPeer b = net.Add(2);
        SealedPeer[] known = [.. Enumerable.Range(10, 20).Select(i => net.Add(i))];
        foreach (SealedPeer one in known)
            one.Send(b, 1);
        net.Run(2);
        foreach (SealedPeer one in known)
            one.Restart();
        byte[] junk = new byte[42];
        junk[0] = (byte)DatagramType.Unknown;
        for (int millisecond = 0; millisecond < 3000; millisecond++)
        {
            for (int i = 0; i < 50; i++)
                b.Take(SealedNet.AddressOf(1000 + (((50 * millisecond) + i) % 110)), junk);
            if (millisecond == 1000)
            {
                foreach (SealedPeer one in known)
                    one.Send(b, 2);
            }

            net.Run(0.001);
        }

        Assert.Equal(20, b.Frames.Count(frame => frame.Frame[0] == 2));
        Assert.True(b.Channel.Counts.Of(DatagramRefusal.Flooded) > 100_000);
    }

    [Fact]
    public void A_prefix_that_does_not_answer_gets_few_handshakes()
    {
        SealedPeer a = net.Add(1);
        for (int i = 0; i < 250; i++)
            a.Channel.Seal(net.Now, Near(200, i), [1]);
        Assert.Equal(100, a.Channel.Handshakes.Outgoing);
        Assert.Equal(150, a.Channel.Counts.Unsent);
        SealedPeer b = net.Add(2);
        a.Send(b, 1);
        net.Run(1);
        Assert.Single(b.Frames);
    }

    [Fact]
    public void Refusals_are_noted_once_a_minute_for_each_source_and_reason()
    {
        var time = new SteppedTime();
        var notes = new RefusalNotes(time);
        var first = new HandshakeRefusal(Near(1, 1), false, 64);
        Assert.True(notes.IsNew(first));
        Assert.False(notes.IsNew(first with { Address = Near(1, 2) }));
        Assert.True(notes.IsNew(first with { Reason = 3 }));
        Assert.True(notes.IsNew(first with { Address = Near(2, 1) }));
        time.Step(TimeSpan.FromSeconds(61));
        Assert.True(notes.IsNew(first));
        Assert.InRange(Enumerable.Range(10, 1000).Count(
            i => notes.IsNew(first with { Address = Near(i, 1) })), 20, 31);
    }

    [Fact]
    public async Task A_ban_while_a_chain_is_looked_at_ends_the_stream()
    {
        MemberGate gate = null!;
        PeerId peer = new(new Digest(1, 2, 3, 4));
        gate = new MemberGate((_, caller, _) =>
        {
            gate.Update(new HashSet<PeerId> { caller });
            gate.Update(new HashSet<PeerId>());
            return Task.FromResult<Membership.Admission.AdmissionRefusal?>(0);
        });
        Assert.True((await gate.AdmitAsync(Near(1, 1), peer, "AAAA")).End.IsCancellationRequested);
    }

    private static PeerAddress Near(int prefix, int number) =>
        SealedNet.AddressOf(prefix) with { Port = (ushort)(2000 + number) };

    private static byte[] Spki(int number) =>
        SealedPeer.KeyOf(number).ExportSubjectPublicKeyInfo();
}
