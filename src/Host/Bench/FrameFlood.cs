using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using P2PCS.Host.Sealing;
using P2PCS.Protocol;

namespace P2PCS.Host.Bench;

/// <summary>Sends forged datagrams to one address at a steady rate, from one /24 prefix.</summary>
/// <param name="target">Whom; must be on loopback.</param>
/// <param name="rate">Datagrams per second.</param>
internal sealed class FrameFlood(IPEndPoint target, int rate) : IDisposable
{
    private const int Sources = 16;
    private const int Templates = 1024;
    private const int ShortMax = 200;
    private const int GenerationAt = 1;
    private const ulong Seed = 1;

    private readonly Socket[] sockets = [.. Enumerable.Range(1, Sources).Select(Bind)];
    private readonly byte[][] frames = Forge();
    private Thread? thread;
    private volatile bool stopped;
    private long sent;

    /// <summary>Datagrams sent so far.</summary>
    public long Sent => Interlocked.Read(ref sent);

    /// <summary>Begins, on a thread of its own.</summary>
    public void Start()
    {
        thread = new Thread(Run) { IsBackground = true, Name = "flood" };
        thread.Start();
    }

    /// <summary>Ends.</summary>
    public void Stop()
    {
        stopped = true;
        thread?.Join();
    }

    public void Dispose()
    {
        Stop();
        foreach (Socket socket in sockets)
            socket.Dispose();
    }

    private static Socket Bind(int number)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(new IPEndPoint(new IPAddress([127, 66, 6, (byte)number]), 0));
        return socket;
    }

    // Half are of the right lengths and of the generation that a cloud begins with, so that they
    // are looked at as far as their seals: most of them handshakes, which cost the most. Of the
    // others every first byte there is, half as long as a frame may be, half short.
    private static byte[][] Forge()
    {
        var rng = new Rng(Seed);
        var frames = new byte[Templates][];
        for (int i = 0; i < Templates; i++)
            frames[i] = i % 2 == 0 ? Shaped(i / 2, ref rng) : Random(i / 2, ref rng);
        return frames;
    }

    private static byte[] Shaped(int number, ref Rng rng)
    {
        (DatagramType type, int length) = (number % 8) switch
        {
            0 => (DatagramType.Response, Lobby.Overhead + rng.Below(ResponseMessage.LengthMax)),
            1 => Notice(DatagramType.Cookie),
            2 => Notice(DatagramType.Unknown),
            3 => Notice(DatagramType.Refused),
            _ => (DatagramType.Init, InitMessage.DatagramLength),
        };
        byte[] frame = Fill(length, ref rng);
        frame[0] = (byte)type;
        frame[GenerationAt] = 1;
        return frame;
    }

    private static (DatagramType Type, int Length) Notice(DatagramType type) =>
        (type, NoticeMessage.LengthOf(type) + Lobby.Overhead);

    private static byte[] Random(int number, ref Rng rng)
    {
        byte[] frame = Fill(number % 2 == 0 ? Limits.FrameBytes : 1 + rng.Below(ShortMax), ref rng);
        frame[0] = (byte)(number / 2);
        return frame;
    }

    private static byte[] Fill(int length, ref Rng rng)
    {
        byte[] frame = new byte[length];
        for (int at = 0; at < length; at++)
            frame[at] = (byte)rng.Next();
        return frame;
    }

    private void Run()
    {
        long started = Stopwatch.GetTimestamp();
        SocketAddress to = target.Serialize();
        while (!stopped)
        {
            long due = (long)(Stopwatch.GetElapsedTime(started).TotalSeconds * rate);
            for (; sent < due && !stopped; Interlocked.Increment(ref sent))
            {
                int at = (int)(sent % Templates);
                _ = sockets[at % Sources].SendTo(frames[at], SocketFlags.None, to);
            }

            Thread.Sleep(1);
        }
    }
}
