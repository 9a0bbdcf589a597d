using P2PCS.Allocation.Leases;
using P2PCS.Host.Sealing;
using P2PCS.Membership.Liveness;
using P2PCS.Membership.Sampling;
using P2PCS.Node;
using P2PCS.Protocol;

namespace P2PCS.Host.Tests.EndToEnd;

/// <summary>Random and mutated datagrams and frames, the same for the same seed.</summary>
internal sealed class Storm : IDisposable
{
    private static readonly DatagramType[] Types = Enum.GetValues<DatagramType>();
    private readonly List<byte[]> frames = [];
    private readonly Lobby lobby = new(SealingEntropy.System);
    private Rng rng;

    /// <param name="seed">Decides all.</param>
    /// <param name="target">Whom the valid frames are for.</param>
    public Storm(ulong seed, PeerAddress target)
    {
        rng = new Rng(seed);
        Capture(target);
    }

    /// <summary>The next datagram of an outsider, or of somebody who has the cloud's key; never
    /// empty.</summary>
    public byte[] NextDatagram() => rng.Below(4) switch
    {
        0 => Random(1 + rng.Below(1500)),
        1 => [(byte)Types[rng.Below(Types.Length)], .. Random(rng.Below(1199))],
        2 => [(byte)DatagramType.Data, .. Random(24 + rng.Below(100))],
        _ => Sealed(Types[rng.Below(Types.Length)], rng.Below(2) == 0 ? 962 : rng.Below(900)),
    };

    /// <summary>The next frame of a member; never empty.</summary>
    public byte[] NextFrame()
    {
        byte[] bytes = [.. frames[rng.Below(frames.Count)]];
        switch (rng.Below(4))
        {
            case 0:
                bytes = bytes[..(1 + rng.Below(bytes.Length))];
                break;
            case 1:
                bytes = [(byte)rng.Below(40), .. Random(rng.Below(200))];
                break;
            default:
                for (int i = rng.Below(4); i >= 0; i--)
                    bytes[rng.Below(bytes.Length)] ^= (byte)(1 << rng.Below(8));
                break;
        }

        return bytes;
    }

    public void Dispose() => lobby.Dispose();

    // A node that joins the target tells how shuffles and probes look.
    private void Capture(PeerAddress target)
    {
        var id = new PeerId(new Digest(1, 2, 3, 4));
        var self = new NodeIdentity(id, 1, target with { Port = 9 });
        var options = new NodeOptions(
            new SamplingOptions(), new LivenessOptions(), new LeaseOptions());
        var node = new PeerNode(self, options, rng.Fork(1));
        var outbox = new Outbox();
        var now = new Instant(0);
        node.Start(now, [target], [], outbox);
        for (int i = 0; i < 50; i++)
        {
            now += TimeSpan.FromSeconds(1);
            node.Tick(now, outbox);
            foreach (ref readonly OutboundFrame frame in outbox.Sends)
                frames.Add(outbox.BytesOf(frame.Bytes).ToArray());
            outbox.Clear();
        }

        foreach (MessageKind kind in Enum.GetValues<MessageKind>())
            frames.Add([(byte)kind, .. Random(rng.Below(120))]);
    }

    private byte[] Sealed(DatagramType type, int length)
    {
        byte[] datagram = Random(length + Lobby.Overhead);
        lobby.Seal(type, OpenCloud.Keys.Current, datagram);
        return datagram;
    }

    private byte[] Random(int length)
    {
        var bytes = new byte[length];
        for (int i = 0; i < length; i++)
            bytes[i] = (byte)rng.Next();
        return bytes;
    }
}
