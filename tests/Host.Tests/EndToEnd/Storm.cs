using System.Security.Cryptography;
using System.Text;
using P2PCS.Allocation.Leases;
using P2PCS.Host.Shell;
using P2PCS.Membership.Liveness;
using P2PCS.Membership.Sampling;
using P2PCS.Node;
using P2PCS.Protocol;
using P2PCS.Protocol.Wire;

namespace P2PCS.Host.Tests.EndToEnd;

/// <summary>Random and mutated datagrams, the same for the same seed.</summary>
internal sealed class Storm
{
    private readonly List<byte[]> valid = [];
    private Rng rng;

    /// <param name="seed">Decides all.</param>
    /// <param name="target">Whom the valid frames are for.</param>
    public Storm(ulong seed, PeerAddress target)
    {
        rng = new Rng(seed);
        Capture(target);
    }

    /// <summary>Frames as a right peer would send them.</summary>
    public IReadOnlyList<byte[]> Valid => valid;

    /// <summary>A frame by a sender that is nobody's peer.</summary>
    public static byte[] Seal(MessageKind kind, string sender, ReadOnlySpan<byte> body)
    {
        byte[] frame = [(byte)kind, .. body];
        byte[] datagram = new byte[Envelope.HeaderLength + frame.Length];
        Envelope.Write(Name(sender), 1, frame, datagram);
        return datagram;
    }

    /// <summary>The next datagram; never empty.</summary>
    public byte[] Next() => rng.Below(8) switch
    {
        0 => Random(1 + rng.Below(1500)),
        1 => Resealed(),
        2 => Spliced(),
        3 => Truncated(),
        4 => RightHeader(),
        _ => Flipped(),
    };

    private static PeerId Name(string text) =>
        new(Digest.Read(SHA256.HashData(Encoding.ASCII.GetBytes(text))));

    // A node that joins the target tells how shuffles and probes look.
    private void Capture(PeerAddress target)
    {
        var self = new NodeIdentity(Name("stranger"), 1, target with { Port = 9 });
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
                {
                byte[] sent = outbox.BytesOf(frame.Bytes).ToArray();
                valid.Add(Seal(frame.Kind, "stranger", sent.AsSpan(Frame.HeaderLength)));
            }

            outbox.Clear();
        }

        foreach (MessageKind kind in Enum.GetValues<MessageKind>())
            valid.Add(Seal(kind, "stranger", Random(rng.Below(120))));
    }

    private byte[] Random(int length)
    {
        var bytes = new byte[length];
        for (int i = 0; i < length; i++)
            bytes[i] = (byte)rng.Next();
        return bytes;
    }

    private byte[] Pick() => [.. valid[rng.Below(valid.Count)]];

    private byte[] Flipped()
    {
        byte[] bytes = Pick();
        for (int i = rng.Below(4); i >= 0; i--)
            bytes[rng.Below(bytes.Length)] ^= (byte)(1 << rng.Below(8));
        return bytes;
    }

    private byte[] Truncated()
    {
        byte[] bytes = Pick();
        return bytes[..(1 + rng.Below(bytes.Length))];
    }

    private byte[] Spliced()
    {
        byte[] head = Truncated();
        byte[] tail = Pick();
        return [.. head, .. tail[rng.Below(tail.Length)..]];
    }

    // Right magic, version, length and checksum around whatever came about: only the kernels
    // themselves can refuse it.
    private byte[] Resealed()
    {
        byte[] bytes = Spliced();
        int length = Math.Min(bytes.Length, Frame.BodyBytes);
        return Seal((MessageKind)rng.Below(40), "stranger", bytes.AsSpan(0, length));
    }

    private byte[] RightHeader() =>
        Seal((MessageKind)rng.Below(40), "stranger", Random(rng.Below(200)));
}
