using P2PCS.Protocol;
using P2PCS.Simulation.Network;

namespace P2PCS.Simulation.Engine;

/// <summary>Frames on their way, those of datagrams in buffers that are used again.</summary>
/// <param name="agenda">Where their arrivals are put down.</param>
/// <param name="links">Decides what becomes of each.</param>
internal sealed class Mail(Agenda agenda, Links links)
{
    private readonly Stack<byte[]> buffers = new();

    /// <summary>Frames sent so far, lost ones included.</summary>
    public long Sent { get; private set; }

    /// <summary>Sends a frame: as many copies as the network makes of a datagram, or by a stream
    /// what is too long for one.</summary>
    public void Send(
        Instant now, SimulatedNode from, SimulatedNode to, in OutboundFrame frame, Trace trace)
    {
        ReadOnlySpan<byte> bytes = from.Outbox.BytesOf(frame.Bytes).Span;
        Sent++;
        trace.Mix(bytes);
        if (bytes.Length > Limits.FrameBytes)
        {
            if (links.PlanStream(from.Index, to.Index, out TimeSpan delay))
                Put(now + delay, (from, to), bytes.Length, bytes.ToArray());
            return;
        }

        Span<TimeSpan> delays = stackalloc TimeSpan[Links.MostCopies];
        for (int copies = links.Plan(from.Index, to.Index, delays); copies > 0; copies--)
        {
            if (!buffers.TryPop(out byte[]? buffer))
                buffer = new byte[Limits.FrameBytes];
            bytes.CopyTo(buffer);
            Put(now + delays[copies - 1], (from, to), bytes.Length, buffer);
        }
    }

    /// <summary>Takes a datagram's buffer back, if the event has one.</summary>
    public void Free(in Happening happening)
    {
        if (happening.Bytes is { Length: Limits.FrameBytes } buffer)
            buffers.Push(buffer);
    }

    private void Put(
        Instant arrival,
        (SimulatedNode From, SimulatedNode To) way,
        int length,
        byte[] buffer) =>
        agenda.Add(arrival, new Happening(HappeningKind.Arrival, way.To)
        {
            From = way.From,
            FromEpoch = way.From.Epoch,
            Bytes = buffer,
            Length = length,
        });
}
