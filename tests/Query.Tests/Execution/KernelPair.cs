using P2PCS.Membership.Peers;
using P2PCS.Protocol;
using P2PCS.Protocol.Wire;
using P2PCS.Query.Catalog;
using P2PCS.Query.Execution;
using P2PCS.Query.Language;
using P2PCS.Query.Values;

namespace P2PCS.Query.Tests.Execution;

/// <summary>Kernels that know each other, and what they last sent.</summary>
internal sealed class KernelPair
{
    private readonly PeerAddress[] addresses;

    public KernelPair(int kernels, QueryKernelOptions? options = null)
    {
        var table = new PeerTable();
        Ids = new PeerId[kernels];
        addresses = new PeerAddress[kernels];
        for (int i = 0; i < kernels; i++)
        {
            Ids[i] = new PeerId(new Digest((ulong)(i + 1) << 32, 1, 2, (ulong)i));
            addresses[i] = new PeerAddress(0xFFFF7F000001, (ushort)(i + 1));
            int handle = table.Learn(new Descriptor(Ids[i], addresses[i], 1, 0), Now);
            table.Move(handle, PeerState.Alive, Now);
        }

        var roster = new PeerRoster(table);
        Kernels = [.. Ids.Select((id, i) => new QueryKernel(
            options ?? new QueryKernelOptions(), roster, id, new Rng(5, (ulong)i))
        {
            Rows = asked => asked == Schema.Peers ? [new Load(i)] : [],
        })];
    }

    public Instant Now { get; private set; } = new(TimeSpan.TicksPerDay);

    public PeerId[] Ids { get; }

    public QueryKernel[] Kernels { get; }

    public Outbox Outbox { get; } = new();

    /// <summary>What a kernel last sent: to whom, what kind, which body.</summary>
    public List<(int To, MessageKind Kind, byte[] Body)> Sent { get; } = [];

    public static BoundQuery Query(string text) =>
        Binder.TryBind(text, out BoundQuery? query, out QueryError? error)
            ? query : throw new InvalidOperationException(error.ToString());

    public QueryStart Ask(int kernel, string text)
    {
        QueryStart start = Kernels[kernel].Ask(Now, Query(text), Outbox);
        Take();
        return start;
    }

    public Refusal Give(int from, int to, MessageKind kind, byte[] body)
    {
        var sender = new Sender(Ids[from], 1, addresses[from]);
        Refusal refusal = Kernels[to].Receive(Now, sender, kind, body, Outbox);
        Take();
        return refusal;
    }

    public void Pass(TimeSpan span, int kernel)
    {
        Now += span;
        Kernels[kernel].Tick(Now, Outbox);
        Take();
    }

    private void Take()
    {
        Sent.Clear();
        foreach (OutboundFrame frame in Outbox.Sends)
        {
            byte[] bytes = Outbox.BytesOf(frame.Bytes).ToArray();
            Sent.Add((Array.IndexOf(addresses, frame.To), frame.Kind,
                bytes[Frame.HeaderLength..]));
        }

        Outbox.Clear();
    }

    private sealed class Load(int number) : Row
    {
        private static readonly int Column = Schema.Peers.Find("load1");

        private static readonly int Site = Schema.Peers.Find("site");

        public override Value this[int column] =>
            column == Column ? Value.Of((double)number)
            : column == Site ? Value.Of($"s{number}")
            : Value.Null;
    }
}
