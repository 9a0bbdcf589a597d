using System.Net;
using P2PCS.Host.Shell;
using P2PCS.Host.Streams;

namespace P2PCS.Host.Agent;

/// <summary>The one port number at which a peer takes datagrams and streams.</summary>
internal static class PeerPort
{
    private const int Tries = 20;

    /// <summary>Binds both; with port 0 a pair that is free is sought.</summary>
    /// <param name="listen">The address, and the port or 0.</param>
    /// <param name="serve">How to serve streams at the port that datagrams got.</param>
    /// <exception cref="IOException">A port is in use; the message says what to do.</exception>
    public static async Task<(UdpTransport Datagrams, StreamServer Streams)> BindAsync(
        IPEndPoint listen, Func<IPEndPoint, StreamServerOptions> serve)
    {
        for (int tries = 1; ; tries++)
        {
            var udp = new UdpTransport(listen);
            try
            {
                return (udp, await StreamServer.StartAsync(serve(udp.Endpoint)));
            }
            catch (IOException) when (listen.Port == 0 && tries < Tries)
            {
                udp.Dispose();
            }
            catch
            {
                udp.Dispose();
                throw;
            }
        }
    }
}
