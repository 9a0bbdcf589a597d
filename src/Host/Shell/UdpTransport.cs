using System.Buffers;
using System.Net;
using System.Net.Sockets;
using P2PCS.Protocol;

namespace P2PCS.Host.Shell;

/// <summary>Datagrams in and out of one UDP socket. Losing some is its right.</summary>
public sealed class UdpTransport : IDisposable
{
    // Longer than any frame, so that a frame which is too long is seen as such.
    private const int BufferBytes = 2048;
    private const int SocketBufferBytes = 1 << 20;

    private readonly Socket socket;
    private readonly SocketAddress target;
    private Thread? receiver;
    private volatile bool disposed;

    /// <summary>Binds the socket.</summary>
    /// <param name="listen">Address and port; port 0 picks a free one.</param>
    /// <exception cref="IOException">The port is in use or not allowed; the message says so.
    /// </exception>
    public UdpTransport(IPEndPoint listen)
    {
        socket = new Socket(listen.AddressFamily, SocketType.Dgram, ProtocolType.Udp)
        {
            ReceiveBufferSize = SocketBufferBytes,
            SendBufferSize = SocketBufferBytes,
        };
        try
        {
            socket.Bind(listen);
        }
        catch (SocketException error)
        {
            socket.Dispose();
            throw new IOException(
                $"Cannot listen at {listen} (UDP): {error.Message}. Stop what uses that port, " +
                "or pass another --listen ADDR:PORT; port 0 picks a free one.", error);
        }

        Endpoint = (IPEndPoint)socket.LocalEndPoint!;
        target = new SocketAddress(listen.AddressFamily);
    }

    /// <summary>Where it listens; the real port.</summary>
    public IPEndPoint Endpoint { get; }

    /// <summary>Datagrams the operating system would not send.</summary>
    public long Unsendable { get; private set; }

    /// <summary>Why the last of those was not sent; null where there is none.</summary>
    public string? Failure { get; private set; }

    /// <summary>Hands each datagram to a receiver, on a thread of its own, until disposed.
    /// </summary>
    public void Start(Action<Datagram> receive)
    {
        receiver = new Thread(() => Receive(receive)) { IsBackground = true, Name = "udp" };
        receiver.Start();
    }

    /// <summary>Sends one datagram; the caller is always the same thread.</summary>
    public void Send(PeerAddress to, ReadOnlySpan<byte> bytes)
    {
        if (!Addresses.TryWrite(to, target))
        {
            Fail("an IPv6 address is not reached from an IPv4 one");
            return;
        }

        try
        {
            socket.SendTo(bytes, SocketFlags.None, target);
        }
        catch (SocketException cause)
        {
            // A full buffer or no route now: to the protocols this is one more lost datagram.
            Fail(cause.Message);
        }
    }

    /// <summary>Closes the socket and waits for the receiver to end.</summary>
    public void Dispose()
    {
        disposed = true;
        socket.Dispose();
        receiver?.Join();
    }

    private void Fail(string why)
    {
        Unsendable++;
        Failure = why;
    }

    private void Receive(Action<Datagram> receive)
    {
        var from = new SocketAddress(socket.AddressFamily);
        while (true)
        {
            byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
            try
            {
                int length = socket.ReceiveFrom(buffer, SocketFlags.None, from);
                receive(new Datagram(Addresses.Read(from), buffer, length));
            }
            catch (SocketException) when (!disposed)
            {
                // An earlier send met a closed port, or memory is short: nothing was received.
                ArrayPool<byte>.Shared.Return(buffer);
            }
            catch (Exception end) when (end is ObjectDisposedException or SocketException)
            {
                return;
            }
        }
    }
}
