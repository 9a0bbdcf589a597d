using P2PCS.Protocol;
using P2PCS.Simulation.Network;

namespace P2PCS.Simulation.Engine;

/// <summary>Datagrams on their way, in buffers that are used again.</summary>
/// <param name="agenda">Where their arrivals are put down.</param>
/// <param name="links">Decides what becomes of each.</param>
internal sealed class Mail(Agenda agenda, Links links)
{
    private readonly Stack<byte[]> buffers = new();

    /// <summary>Datagrams sent so far, lost ones included.</summary>
    public long Sent { get; private set; }

    /// <summary>Sends a datagram: as many copies as the network makes of it.</summary>
    public void Send(
        Instant now, SimulatedNode from, SimulatedNode to, in OutboundFrame frame, Trace trace)
    {
        Span<TimeSpan> delays = stackalloc TimeSpan[Links.MostCopies];
        ReadOnlySpan<byte> datagram = from.Outbox.BytesOf(frame.Bytes).Span;
        Sent++;
        trace.Mix(datagram);
        for (int copies = links.Plan(from.Index, to.Index, delays); copies > 0; copies--)
        {
            if (!buffers.TryPop(out byte[]? buffer))
                buffer = new byte[Limits.FrameBytes];
            datagram.CopyTo(buffer);
            agenda.Add(now + delays[copies - 1], new Happening(HappeningKind.Arrival, to)
            {
                From = from,
                FromEpoch = from.Epoch,
                Bytes = buffer,
                Length = datagram.Length,
            });
        }
    }

    /// <summary>Takes a datagram's buffer back, if the event has one.</summary>
    public void Free(in Happening happening)
    {
        if (happening.Bytes is { } buffer)
            buffers.Push(buffer);
    }
}
