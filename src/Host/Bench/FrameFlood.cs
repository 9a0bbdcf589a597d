using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
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

    // Every first byte there is, so that each type of datagram is among them; half are as long as
    // a handshake must be, half as short as an answer.
    private static byte[][] Forge()
    {
        var rng = new Rng(Seed);
        var frames = new byte[Templates][];
        for (int i = 0; i < Templates; i++)
        {
            frames[i] = new byte[i % 2 == 0 ? Limits.FrameBytes : 1 + rng.Below(ShortMax)];
            for (int at = 1; at < frames[i].Length; at++)
                frames[i][at] = (byte)rng.Next();
            frames[i][0] = (byte)(i / 2);
        }

        return frames;
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
