using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using P2PCS.Host.Sealing;
using P2PCS.Host.Shell;
using P2PCS.Membership.Admission;
using P2PCS.Protocol;

namespace P2PCS.Host.Discovery;

/// <summary>
/// Finds peers of the same cloud on the local networks of this machine, and is found there, by
/// IPv4 multicast that no router passes on. What it hears are only addresses to try: whoever is
/// there must prove itself in a handshake like everybody.
/// </summary>
public sealed class LanDiscovery : IDisposable
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);

    private readonly DiscoveryOptions options;
    private readonly IPEndPoint listen;
    private readonly Announcement own;
    private readonly Action<PeerAddress> found;
    private readonly HostClock clock = new(TimeProvider.System);
    private readonly TokenBucket contacts;
    private readonly Socket socket;
    private readonly HashSet<IPAddress> joined = [];
    private readonly CancellationTokenSource stopping = new();
    private readonly Task running;

    private LanDiscovery(
        DiscoveryOptions options, IPEndPoint listen, CloudId cloud, Action<PeerAddress> found)
    {
        this.options = options;
        this.listen = listen;
        this.found = found;
        own = Announcement.Of(cloud, listen.Port);
        contacts = new TokenBucket(options.ContactsPerSecond, options.ContactsBurst);
        socket = Bind(options.Group.Port);
        running = Task.WhenAll(ListenAsync(), AnnounceAsync());
    }

    /// <summary>Begins.</summary>
    /// <param name="options">Parameters.</param>
    /// <param name="listen">Where the peer listens; IPv4, of one interface or of all.</param>
    /// <param name="cloud">Its cloud.</param>
    /// <param name="found">Gets each address that was announced; on any thread.</param>
    /// <exception cref="IOException">It cannot; the message says what to do.</exception>
    public static LanDiscovery Start(
        DiscoveryOptions options, IPEndPoint listen, CloudId cloud, Action<PeerAddress> found) =>
        listen.AddressFamily == AddressFamily.InterNetwork
            ? new LanDiscovery(options, listen, cloud, found)
            : throw new IOException(
                "--discover works with IPv4 only: pass --listen with an IPv4 address, such as " +
                $"0.0.0.0:{listen.Port}, or leave --discover out.");

    /// <summary>Ends it, and waits for that.</summary>
    public void Dispose()
    {
        stopping.Cancel();
        running.GetAwaiter().GetResult();
        socket.Dispose();
        stopping.Dispose();
    }

    // Several peers of a machine share the port: each gets a copy of what is multicast.
    private static Socket Bind(int port)
    {
        var socket = new Socket(
            AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            socket.SetSocketOption(
                SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, optionValue: true);
            socket.Bind(new IPEndPoint(IPAddress.Any, port));
            return socket;
        }
        catch (SocketException cause)
        {
            socket.Dispose();
            throw new IOException(
                $"Cannot listen for others on the local network (UDP port {port}): " +
                $"{cause.Message}. Stop what uses that port, or leave --discover out.", cause);
        }
    }

    private async Task AnnounceAsync()
    {
        byte[] bytes = own.ToBytes();
        try
        {
            for (int sent = 1; ; sent++)
            {
                foreach (IPAddress address in LocalAddresses())
                    Announce(address, bytes);
                TimeSpan pause = sent < options.FirstCount ? FirstPause : options.Pause;
                await Task.Delay(
                    pause * (0.9 + (0.2 * Random.Shared.NextDouble())), stopping.Token);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return;
        }
    }

    // From a socket of that address, since others take the source for where the peer is.
    private void Announce(IPAddress address, byte[] bytes)
    {
        try
        {
            if (joined.Add(address))
            {
                socket.SetSocketOption(
                    SocketOptionLevel.IP,
                    SocketOptionName.AddMembership,
                    new MulticastOption(options.Group.Address, address));
            }

            using var voice = new Socket(
                AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            voice.Bind(new IPEndPoint(address, 0));
            voice.SetSocketOption(
                SocketOptionLevel.IP, SocketOptionName.MulticastInterface,
                address.GetAddressBytes());
            voice.SendTo(bytes, options.Group);
        }
        catch (SocketException)
        {
            // This network is down or knows no multicast; it is tried again in the next round.
            joined.Remove(address);
        }
    }

    private async Task ListenAsync()
    {
        var buffer = new byte[Announcement.Length + 1];
        var anybody = new IPEndPoint(IPAddress.Any, 0);
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                SocketReceiveFromResult got =
                    await socket.ReceiveFromAsync(buffer, anybody, stopping.Token);
                Hear((IPEndPoint)got.RemoteEndPoint, buffer.AsSpan(0, got.ReceivedBytes));
            }
            catch (SocketException)
            {
                // Memory is short, or a datagram was longer than any announcement.
                continue;
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
        }
    }

    private void Hear(IPEndPoint from, ReadOnlySpan<byte> bytes)
    {
        bool counts = Announcement.TryRead(bytes, out Announcement said)
            && said.Cloud == own.Cloud
            && !(said.Port == own.Port && IsOwn(from.Address))
            && contacts.TryTake(clock.Now);
        if (counts)
            found(Addresses.ToPeer(new IPEndPoint(from.Address, said.Port)));
    }

    private bool IsOwn(IPAddress address) => LocalAddresses().Contains(address);

    private IEnumerable<IPAddress> LocalAddresses() =>
        !listen.Address.Equals(IPAddress.Any)
            ? [listen.Address]
            : NetworkInterface.GetAllNetworkInterfaces()
                .Where(one => one.OperationalStatus == OperationalStatus.Up
                    && one.NetworkInterfaceType != NetworkInterfaceType.Loopback)
                .SelectMany(one => one.GetIPProperties().UnicastAddresses)
                .Select(one => one.Address)
                .Where(address => address.AddressFamily == AddressFamily.InterNetwork);
}
