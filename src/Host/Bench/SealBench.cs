using System.Diagnostics;
using System.Security.Cryptography;
using P2PCS.Host.Sealing;
using P2PCS.Protocol;

namespace P2PCS.Host.Bench;

/// <summary>Times sealing: two channels on one thread, with nothing between them.</summary>
/// <param name="FrameBytes">Length of the frames.</param>
/// <param name="FrameNanoseconds">Processor time to seal a frame at one end and open it at the
/// other, in nanoseconds.</param>
/// <param name="Handshakes">Handshakes per second of processor time, both ends together.</param>
public sealed record SealBench(int FrameBytes, double FrameNanoseconds, double Handshakes)
{
    private const int Rounds = 200_000;
    private const int Meetings = 400;
    private static readonly Instant Now = new(TimeSpan.TicksPerDay);

    /// <summary>Runs for about a second.</summary>
    /// <param name="frameBytes">Length of the frames, 1 to <see cref="Limits.FrameBytes"/>.
    /// </param>
    public static SealBench Measure(int frameBytes)
    {
        using var first = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var second = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        byte[] frame = new byte[frameBytes];
        Meet(first, second, frame, Meetings / 10, 1);
        TimeSpan began = Used;
        Meet(first, second, frame, Meetings, 1);
        TimeSpan met = Used - began;
        Meet(first, second, frame, 1, Rounds / 10);
        began = Used;
        Meet(first, second, frame, 1, Rounds);
        TimeSpan said = Used - began;
        return new SealBench(
            frameBytes, said.TotalNanoseconds / Rounds, Meetings / met.TotalSeconds);
    }

    private static TimeSpan Used => Process.GetCurrentProcess().TotalProcessorTime;

    private static void Meet(ECDsa first, ECDsa second, byte[] frame, int times, int frames)
    {
        for (; times > 0; times--)
        {
            var line = new Line();
            using SealedChannel a = line.Open(first);
            using SealedChannel b = line.Open(second);
            for (int i = 0; i < frames; i++)
            {
                a.Seal(Now, Line.At(2), frame);
                line.Deliver(a, b);
            }

            Invariant.Holds(line.Frames == frames);
        }
    }

    // Datagrams wait in order, since a channel must not be stepped from within its own sending.
    private sealed class Line
    {
        private readonly Queue<(PeerAddress To, int Length)> waiting = new();
        private readonly byte[] bytes = new byte[16 * Limits.DatagramBytes];
        private int used;

        public int Frames { get; private set; }

        public static PeerAddress At(int number) => new((UInt128)number << 96, 7400);

        public SealedChannel Open(ECDsa key) => new(new SealedChannelParts(
            new SealingOptions(),
            OpenCloud.Member(key, 1),
            OpenCloud.Keys,
            SealingEntropy.System,
            (to, _, datagram) =>
            {
                datagram.CopyTo(bytes.AsSpan(used));
                used += datagram.Length;
                waiting.Enqueue((to, datagram.Length));
            },
            _ => { }));

        public void Deliver(SealedChannel a, SealedChannel b)
        {
            int start = 0;
            for (; waiting.TryDequeue(out var next); start += next.Length)
            {
                bool forB = next.To == At(2);
                ReadOnlySpan<byte> datagram = bytes.AsSpan(start, next.Length);
                if ((forB ? b : a).TryOpen(Now, At(forB ? 1 : 2), datagram, out _, out _))
                    Frames++;
            }

            used = 0;
        }
    }
}
