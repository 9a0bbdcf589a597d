using System.Net;
using P2PCS.Host.Shell;
using P2PCS.Protocol;

namespace P2PCS.Host.Streams;

/// <summary>Sends long frames to other peers by streams, each once: what does not arrive is lost
/// as a datagram is, and whoever needs it sends again. Safe for any number of threads.</summary>
/// <param name="client">Keeps a connection to each peer.</param>
/// <param name="counts">Counts what is not taken.</param>
/// <param name="stopping">Gives up what is under way.</param>
public sealed class FrameCourier(
    StreamClient client, StreamedCounts counts, CancellationToken stopping)
{
    // Our guesses: four megabytes at the most, of which a peer that is silent until the time limit
    // of connecting holds an eighth.
    private const int UnderWayMax = 64;
    private const int UnderWayOfPeer = 8;

    private readonly Lock gate = new();
    private readonly Dictionary<PeerId, int> underWay = [];
    private int all;

    /// <summary>Begins to send a frame; never waits.</summary>
    /// <param name="to">Where the peer is reached, by datagrams and streams alike.</param>
    /// <param name="frame">The frame, and whom it is for.</param>
    public void Send(PeerAddress to, StreamedFrame frame)
    {
        if (TryBegin(frame.Peer))
            _ = SendAsync(new StreamTarget(Addresses.ToEndpoint(to), frame.Peer), frame);
        else
            counts.Fail("too many long frames are on their way");
    }

    private async Task SendAsync(StreamTarget target, StreamedFrame frame)
    {
        try
        {
            using var request = new HttpRequestMessage(
                HttpMethod.Post, new Uri(FrameIntake.Path, UriKind.Relative))
            {
                Content = new ReadOnlyMemoryContent(frame.Frame),
            };
            request.Headers.TryAddWithoutValidation(
                FrameIntake.SessionHeader, $"{frame.Session:x8}");
            using HttpResponseMessage answer =
                await client.SendAsync(target, request, stopping);
            if (answer.StatusCode != HttpStatusCode.Accepted)
                counts.Fail($"{target} answered {(int)answer.StatusCode} to a long frame");
        }
        catch (HttpRequestException cause)
        {
            counts.Fail(cause.Message);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            counts.Fail("the peer stops");
        }
        finally
        {
            End(frame.Peer);
        }
    }

    private bool TryBegin(PeerId peer)
    {
        lock (gate)
        {
            int count = underWay.GetValueOrDefault(peer);
            if (all >= UnderWayMax || count >= UnderWayOfPeer)
                return false;
            all++;
            underWay[peer] = count + 1;
            return true;
        }
    }

    private void End(PeerId peer)
    {
        lock (gate)
        {
            all--;
            if (--underWay[peer] == 0)
                underWay.Remove(peer);
        }
    }
}
