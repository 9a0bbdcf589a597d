using P2PCS.Host.Sealing;
using P2PCS.Host.Storage;
using P2PCS.Protocol;
using P2PCS.Tests;
using Xunit.Sdk;

namespace P2PCS.Host.Tests.Sealing;

/// <summary>
/// Mutated datagrams at a peer in the middle of handshakes and sessions, most of them sealed again
/// with the cloud's key, so that what is inside is looked at. P2PCS_FUZZ_DATAGRAMS sets how many,
/// and P2PCS_SEED which.
/// </summary>
public sealed class SealingFuzzTests : IDisposable
{
    private static readonly DatagramType[] Types = Enum.GetValues<DatagramType>();

    private readonly SealedNet net = new();
    private readonly List<Post> corpus = [];
    private readonly Forge forge;
    private readonly SealedPeer victim;
    private readonly SealedPeer neighbour;
    private Rng rng = new(Seed.Value, 55);

    public SealingFuzzTests()
    {
        forge = new Forge(net.Entropy);
        victim = net.Add(1, new SealingOptions
        {
            Sessions = 20,
            Outgoing = 8,
            Incoming = 8,
            Prefixes = 50,
            HandshakeRate = 100,
            PrefixRate = 1e9,
            TotalRate = 1e9,
        });
        neighbour = net.Add(2);
    }

    public void Dispose()
    {
        forge.Dispose();
        net.Dispose();
    }

    [Fact]
    public void No_datagram_breaks_a_peer_and_its_neighbours_stay()
    {
        Warm();
        ulong datagrams = Seed.Number("P2PCS_FUZZ_DATAGRAMS", 100_000);
        int frames = 0;
        for (ulong i = 0; i < datagrams; i++)
        {
            if (i % 2000 == 0)
            {
                frames++;
                neighbour.Send(victim, 77, (byte)frames);
                victim.Channel.Seal(net.Now, SealedNet.AddressOf(500 + rng.Below(20)), [1]);
            }

            Feed(i);
        }

        net.Run(5);
        Assert.Equal(frames, victim.Frames.Count(frame =>
            frame.Frame[0] == 77 && frame.Sender.Id == neighbour.Id));
        byte[] third = SealedPeer.KeyOf(3).ExportSubjectPublicKeyInfo();
        PeerId[] real = [neighbour.Id, new PeerId(Sha256.Of(third))];
        Assert.All(victim.Frames, frame => Assert.Contains(frame.Sender.Id, real));

        // To be turned away needs the index of a handshake that is under way: no chance hits it.
        // No lower epoch is ever signed here.
        DatagramRefusal[] chanceless =
        [
            DatagramRefusal.None,
            DatagramRefusal.Flooded,
            DatagramRefusal.TurnedAway,
            DatagramRefusal.OldEpoch,
        ];
        DatagramRefusal[] unreached = [.. Enum.GetValues<DatagramRefusal>().Where(reason =>
            victim.Channel.Counts.Of(reason) == 0
            && !chanceless.Contains(reason))];
        Assert.True(datagrams < 50_000 || unreached.Length == 0, string.Join(", ", unreached));
    }

    // What the victim hears of a neighbour, of a peer whose cookie is good, and in its own name.
    private void Warm()
    {
        neighbour.Send(victim, new byte[40]);
        net.Run(1);
        victim.Frames.Clear();
        SealedPeer third = net.Add(3);
        SealedPeer twin = net.Add(new SealedSetup(1, SealedNet.AddressOf(4)));
        third.Send(victim, 1);
        twin.Send(victim, 1);
        net.Run(0.025);
        net.Fate = (_, post) => post.Bytes[0] == (byte)DatagramType.Data ? [] : [SealedNet.Latency];
        victim.Send(third, 1);
        net.Run(1);
        victim.Send(neighbour, new byte[40]);
        net.Fate = (_, _) => [SealedNet.Latency];
        corpus.AddRange(net.Log);
        Assert.All(
            Types.Where(type => type is not DatagramType.Unknown),
            type => Assert.Contains(corpus, post => post.Type == type));
    }

    private void Feed(ulong number)
    {
        Post seen = corpus[rng.Below(corpus.Count)];
        byte[] bytes = Mutation(seen);
        PeerAddress from = rng.Below(8) == 0
            ? Seed.Address(ref rng)
            : rng.Below(2) == 0 ? seen.From : SealedNet.AddressOf(1 + rng.Below(6));
        try
        {
            int logged = net.Log.Count;
            victim.Take(from, bytes);
            Assert.InRange(net.Log.Count, logged, logged + 1);
            Assert.InRange(victim.Channel.Sessions, 0, 20);
            Assert.InRange(victim.Channel.Handshakes.Outgoing, 0, 8);
            Assert.InRange(victim.Channel.Handshakes.Incoming, 0, 8);
            if (net.Log.Count > 1000)
                net.Log.Clear();
            net.Run(0.0005);
        }
        catch (Exception failure)
        {
            throw new XunitException(
                $"P2PCS_SEED={Seed.Value}, datagram {number} from {from}: "
                + $"{Convert.ToHexStringLower(bytes)}: {failure.Message}",
                failure);
        }
    }

    private byte[] Mutation(Post seen)
    {
        byte[] bytes = [.. seen.Bytes];
        if (seen.Type == DatagramType.Data || rng.Below(4) == 0)
            return Change(bytes);
        byte[] content = Forge.Open(bytes);
        for (int changes = rng.Below(4); changes > 0; changes--)
            content = Change(content);
        DatagramType type = rng.Below(8) == 0 ? Types[rng.Below(Types.Length)] : seen.Type;
        if (seen.Type == DatagramType.Init && content.Length != InitMessage.Length
            && rng.Below(8) != 0)
        {
            Array.Resize(ref content, InitMessage.Length);
        }

        return forge.Seal(type, content);
    }

    private byte[] Change(byte[] bytes)
    {
        int place = rng.Below(Math.Max(1, Math.Min(bytes.Length, 320)));
        switch (rng.Below(6))
        {
            case 0 or 1 when bytes.Length > 0:
                bytes[place] ^= (byte)(1 << rng.Below(8));
                return bytes;
            case 2 when bytes.Length > 0:
                bytes[place] = (byte)(rng.Below(2) * 255);
                return bytes;
            case 3:
                return bytes[..Math.Min(place, bytes.Length)];
            case 4:
                byte[] more = new byte[1 + rng.Below(rng.Below(8) == 0 ? 1300 : 60)];
                Seed.Fill(more, ref rng);
                return [.. bytes, .. more];
            default:
                byte[] other = corpus[rng.Below(corpus.Count)].Bytes;
                int cut = Math.Min(place, bytes.Length);
                return [.. bytes[..cut], .. other[Math.Min(cut, other.Length)..]];
        }
    }
}
