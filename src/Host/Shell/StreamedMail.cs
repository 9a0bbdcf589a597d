using System.Threading.Channels;
using P2PCS.Host.Sealing;
using P2PCS.Protocol;

namespace P2PCS.Host.Shell;

/// <summary>Long frames between streams and a node's thread: those that came wait here (bounded,
/// more are refused), those that go are handed on with the session they refer to.</summary>
/// <param name="parts">The node and what sends by streams.</param>
/// <param name="sealing">Has the sessions.</param>
/// <param name="traffic">Counts what is sent and taken.</param>
internal sealed class StreamedMail(
    NodeActorParts parts, SealedChannel sealing, Traffic traffic)
{
    // Four megabytes at the most.
    private const int Capacity = 64;

    private readonly Channel<StreamedFrame> waiting = Channel.CreateBounded<StreamedFrame>(
        new BoundedChannelOptions(Capacity) { SingleReader = true });

    /// <summary>Frames that wait.</summary>
    public int Count => waiting.Reader.Count;

    /// <summary>Puts a frame in; any thread; false where it is full.</summary>
    public bool TryPost(in StreamedFrame frame) => waiting.Writer.TryWrite(frame);

    /// <summary>Gives the node what waits; on its thread.</summary>
    public void Deliver(Instant now, Outbox outbox)
    {
        while (waiting.Reader.TryRead(out StreamedFrame streamed))
        {
            ReadOnlySpan<byte> frame = streamed.Frame.Span;
            bool isTaken = sealing.TryVouch(
                now, streamed.Peer, streamed.Session, out Sender sender)
                && parts.Node.Receive(now, sender, frame, outbox) == Refusal.None;
            var kind = isTaken ? (MessageKind)frame[0] : MessageKind.None;
            traffic.Received.Count(kind, frame.Length);
        }
    }

    /// <summary>Begins to send a frame; on the node's thread. Where there is no session, it is
    /// lost, and one is asked for.</summary>
    public void Send(Instant now, in OutboundFrame frame, Outbox outbox)
    {
        if (sealing.Meet(now, frame.To) is not { } session)
            return;
        byte[] bytes = outbox.BytesOf(frame.Bytes).ToArray();
        parts.Stream(session.Peer.Address, new(session.Peer.Id, session.RemoteIndex, bytes));
        traffic.Sent.Count(frame.Kind, bytes.Length);
    }
}
