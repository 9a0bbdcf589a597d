using P2PCS.Allocation.Subclouds;
using P2PCS.Allocation.Tasks;
using P2PCS.Host.Rest.Bodies;
using P2PCS.Node;
using P2PCS.Protocol;

namespace P2PCS.Host.Rest;

/// <summary>The last events of a node, for those who watch: a bounded ring that one thread fills
/// and any number of streams read.</summary>
/// <param name="clock">Tells when.</param>
public sealed class EventRing(TimeProvider clock)
{
    /// <summary>Events kept. Our guess: minutes of a busy facade.</summary>
    public const int Capacity = 4096;

    /// <summary>The type of the event that says that earlier ones are not kept any more.</summary>
    public const string Gap = "p2pcs.events.gap";

    /// <summary>The type of the event that ends the streams of a subcloud.</summary>
    public const string Closed = "p2pcs.events.closed";

    private readonly Lock gate = new();
    private readonly EventBody[] ring = new EventBody[Capacity];
    private NodeIdentity self;
    private long next = 1;
    private TaskCompletionSource changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes with the next event.</summary>
    public Task Changed => Volatile.Read(ref changed).Task;

    /// <summary>The number of the next event.</summary>
    public long Next => Volatile.Read(ref next);

    /// <summary>Says whose events these are, before the first.</summary>
    public void Begin(NodeIdentity node) => self = node;

    /// <summary>Keeps what a node told, if it is about subclouds, tasks or leases.</summary>
    public void Tell(NodeEvent happened)
    {
        if (TypeOf(happened.Kind) is not { } type)
            return;
        bool isTask = happened.Kind is NodeEventKind.TaskState or NodeEventKind.AttemptLost;
        string? state = happened.Kind switch
        {
            NodeEventKind.SubcloudState => Picture.Word((SubcloudState)happened.Value),
            NodeEventKind.TaskState => Picture.Word((TaskState)happened.Value),
            _ => null,
        };
        string subject = isTask ? Names.Task(happened.Subject) : Names.Subcloud(happened.Subject);
        string? peer = happened.Peer.IsNone ? null : happened.Peer.ToString();
        Add(type, subject, new EventDetail(peer, state, state is null ? happened.Value : null));
    }

    /// <summary>Ends the streams that follow a subcloud.</summary>
    public void Close(string subcloud) => Add(Closed, subcloud, new EventDetail(null, null, null));

    /// <summary>The number from which somebody goes on who saw <paramref name="lastId"/>; the
    /// first that is kept, if there was none.</summary>
    /// <param name="lastId">Id of the last event seen, or null for what is new.</param>
    /// <param name="missed">Whether events after that one are not kept any more.</param>
    public long After(string? lastId, out bool missed)
    {
        missed = false;
        if (string.IsNullOrEmpty(lastId))
            return Next;
        long oldest = Math.Max(1, Next - Capacity);
        string[] parts = lastId.Split('-');
        bool known = parts.Length == 2
            && uint.TryParse(parts[0], out uint epoch) && epoch == self.Epoch
            && long.TryParse(parts[1], out _);
        long wanted = known ? long.Parse(parts[1], Invariant) + 1 : oldest;
        missed = !known || wanted < oldest || wanted > Next;
        return missed ? oldest : wanted;
    }

    /// <summary>Reads events that are kept.</summary>
    /// <param name="from">Number of the first.</param>
    /// <param name="into">Where to; those that were overwritten meanwhile are left out.</param>
    /// <returns>The number to go on from.</returns>
    public long Read(long from, List<EventBody> into)
    {
        lock (gate)
        {
            for (from = Math.Max(from, next - Capacity); from < next; from++)
                into.Add(ring[from % Capacity]);
            return next;
        }
    }

    /// <summary>An event that says that some are not kept any more.</summary>
    public EventBody GapBefore(long number) =>
        Make(number - 1, Gap, null, new EventDetail(null, null, null));

    private static System.Globalization.CultureInfo Invariant =>
        System.Globalization.CultureInfo.InvariantCulture;

    private void Add(string type, string? subject, EventDetail detail)
    {
        lock (gate)
        {
            ring[next % Capacity] = Make(next, type, subject, detail);
            next++;
        }

        Interlocked.Exchange(
            ref changed, new(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
    }

    private EventBody Make(long number, string type, string? subject, EventDetail detail) => new(
        "1.0",
        string.Create(Invariant, $"{self.Epoch}-{number}"),
        $"/peers/{self.Id}",
        type,
        subject,
        clock.GetUtcNow(),
        detail);

    private static string? TypeOf(NodeEventKind kind) => kind switch
    {
        NodeEventKind.SubcloudState => "p2pcs.subcloud.state",
        NodeEventKind.SubcloudChanged => "p2pcs.subcloud.changed",
        NodeEventKind.MemberActive => "p2pcs.member.active",
        NodeEventKind.MemberUnreachable => "p2pcs.member.unreachable",
        NodeEventKind.MemberReachable => "p2pcs.member.reachable",
        NodeEventKind.MemberDraining => "p2pcs.member.draining",
        NodeEventKind.MemberLost => "p2pcs.member.lost",
        NodeEventKind.MemberReleased => "p2pcs.member.released",
        NodeEventKind.TaskState => "p2pcs.task.state",
        NodeEventKind.AttemptLost => "p2pcs.task.attempt-lost",
        NodeEventKind.LeaseHeld => "p2pcs.lease.held",
        NodeEventKind.LeaseActive => "p2pcs.lease.active",
        NodeEventKind.LeaseLapsed => "p2pcs.lease.lapsed",
        NodeEventKind.LeaseReleased => "p2pcs.lease.released",
        NodeEventKind.LeaseRevoked => "p2pcs.lease.revoked",
        _ => null,
    };
}
