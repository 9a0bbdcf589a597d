using P2PCS.Node;
using P2PCS.Protocol;
using P2PCS.Simulation.Network;

namespace P2PCS.Simulation.Engine;

/// <summary>
/// Runs real nodes in virtual time: a heap of (moment, sequence), so one seed gives one history.
/// It keeps a shell's order: records are durable before anything is sent, then work, then events.
/// </summary>
public sealed class EventEngine
{
    private const ushort Port = 4711;
    private const int SpinLimit = 10_000;
    private static readonly UInt128 FirstIp = 0xFFFF0A000000;

    private readonly PriorityQueue<Action, (long Ticks, long Sequence)> queue = new();
    private readonly List<SimulatedNode> nodes = [];
    private readonly NodeOptions options;
    private readonly Workload workload;
    private Rng rng;
    private long sequence;

    /// <summary>A simulation without nodes, at its moment zero.</summary>
    /// <param name="seed">Where all its randomness comes from.</param>
    /// <param name="options">Parameters of every node.</param>
    public EventEngine(ulong seed, NodeOptions options)
    {
        this.options = options;
        rng = new Rng(seed, 1);
        Links = new Links(rng.Fork(1));
        workload = new Workload(this, rng.Fork(2));
    }

    /// <summary>The moment of the simulation.</summary>
    public Instant Now { get; private set; }

    /// <summary>Every machine ever added, by index.</summary>
    public IReadOnlyList<SimulatedNode> Nodes => nodes;

    /// <summary>The network.</summary>
    public Links Links { get; }

    /// <summary>What happened.</summary>
    public Trace Trace { get; } = new();

    /// <summary>Called after each step, with the node's outbox still full.</summary>
    public Action<SimulatedNode>? Stepped { get; set; }

    /// <summary>How long simulated commands take from now on.</summary>
    public WorkloadOptions Workload
    {
        get => workload.Options;
        set => workload.Options = value;
    }

    /// <summary>Parameters of every node.</summary>
    public NodeOptions Options => options;

    /// <summary>Datagrams sent so far, lost ones included.</summary>
    public long Frames { get; private set; }

    /// <summary>Steps of nodes so far.</summary>
    public long Steps { get; private set; }

    /// <summary>Adds a machine; its node is not started.</summary>
    public SimulatedNode Add(MachineOptions machine)
    {
        var id = new PeerId(new Digest(rng.Next(), rng.Next(), rng.Next(), rng.Next()));
        var address = new PeerAddress(FirstIp + (UInt128)nodes.Count, Port);
        var node = new SimulatedNode(nodes.Count, id, address, machine);
        nodes.Add(node);
        return node;
    }

    /// <summary>The machine that is reached at an address.</summary>
    public static int IndexOf(PeerAddress address) => (int)(address.Ip - FirstIp);

    /// <summary>Starts a machine's node under the next boot epoch, with what its disk holds.
    /// </summary>
    /// <param name="node">The machine; its node must be down.</param>
    /// <param name="contacts">Machines to join by.</param>
    public void Start(SimulatedNode node, ReadOnlySpan<int> contacts)
    {
        Invariant.Holds(node.Live is null);
        var addresses = new PeerAddress[contacts.Length];
        for (int i = 0; i < contacts.Length; i++)
            addresses[i] = nodes[contacts[i]].Address;
        var identity = new NodeIdentity(node.Id, ++node.Epoch, node.Address);
        node.Live = new PeerNode(identity, options, rng.Fork(node.Epoch));
        node.Outbox = new Outbox();
        node.WasStopped = false;
        Trace.Add(Now, node.Index, "start", $"epoch {node.Epoch}");
        Step(node, (live, now, outbox) =>
        {
            live.Offer(node.Machine.Total, node.Machine.Accepts);
            live.Start(now, addresses, node.Disk.ReadAll(), outbox);
        });
    }

    /// <summary>Kills a node as SIGKILL would.</summary>
    public void Crash(SimulatedNode node, CrashPoint point)
    {
        if (node.Live is null)
            return;
        node.Doom = point;
        if (point == CrashPoint.BetweenSteps)
            Drop(node, "crash");
    }

    /// <summary>Lets a node give everything back and say goodbye.</summary>
    public void Stop(SimulatedNode node)
    {
        Step(node, (live, now, outbox) => live.Stop(now, outbox));
        if (node.Live is null)
            return;
        node.WasStopped = true;
        Drop(node, "stop");
    }

    /// <summary>Replaces a machine's disk while it is down; its next boot epoch is far higher.
    /// </summary>
    public void Wipe(SimulatedNode node)
    {
        Invariant.Holds(node.Live is null);
        Trace.Add(Now, node.Index, "new disk");
        node.Disk.Wipe();
        node.Epoch += 1000;
    }

    /// <summary>Holds a node up: what happens to it meanwhile happens to it afterwards.</summary>
    public void Stall(SimulatedNode node, TimeSpan span)
    {
        node.StalledUntil = Now + span;
        Trace.Add(Now, node.Index, "stall", $"{span.TotalMilliseconds:F0} ms");
    }

    /// <summary>Whether two machines could hold a conversation now.</summary>
    public bool CanTalk(int a, int b) =>
        nodes[a].Live is not null
        && nodes[b].Live is not null
        && Links.IsOpen(a, b)
        && Links.IsOpen(b, a);

    /// <summary>Whether the result of an attempt ever reached its customer whole.</summary>
    public bool WasFetched(AttemptKey key) => workload.WasFetched(key);

    /// <summary>Has something done at a moment; past moments mean now.</summary>
    public void At(Instant moment, Action act) =>
        queue.Enqueue(act, (Math.Max(moment.Ticks, Now.Ticks), sequence++));

    /// <summary>Lets time pass until a moment, or until the condition is false.</summary>
    public void RunUntil(Instant moment, Func<bool>? goOn = null)
    {
        while (queue.TryPeek(out _, out (long Ticks, long Sequence) next)
            && next.Ticks <= moment.Ticks)
        {
            if (goOn is not null && !goOn())
                return;
            Now = new Instant(next.Ticks);
            queue.Dequeue()();
        }

        Now = moment;
    }

    /// <summary>One step of a node, if it is up: something happens to it now.</summary>
    public void Step(SimulatedNode node, NodeCommand command)
    {
        if (node.Live is not { } live)
            return;
        node.StepsThisMoment = node.LastStep == Now ? node.StepsThisMoment + 1 : 0;
        Invariant.Holds(node.StepsThisMoment < SpinLimit);
        node.LastStep = Now;
        Steps++;
        command(live, node.Machine.Clock.Local(Now), node.Outbox);
        CarryOut(node);
    }

    /// <summary>Has something done to this incarnation of a node after a span, unless it is down
    /// by then; a node that is held up gets to it later.</summary>
    internal void After(SimulatedNode node, TimeSpan span, Action act)
    {
        uint epoch = node.Epoch;
        At(Now + span + node.Lag, Try);

        void Try()
        {
            if (node.Live is null || node.Epoch != epoch)
                return;
            if (node.StalledUntil > Now)
                At(node.StalledUntil, Try);
            else
                act();
        }
    }

    private void CarryOut(SimulatedNode node)
    {
        Outbox outbox = node.Outbox;
        if (node.Doom == CrashPoint.BeforeRecords)
        {
            Drop(node, "crash before records");
            return;
        }

        node.Disk.Apply(outbox);
        if (node.Doom == CrashPoint.AfterRecords)
        {
            Drop(node, "crash after records");
            return;
        }

        foreach (OutboundFrame frame in outbox.Sends)
            Transmit(node, frame);
        foreach (WorkRequest request in outbox.Work)
            workload.Do(node, request);
        foreach (NodeEvent told in outbox.Events)
            Trace.Add(Now, node.Index, told);
        Stepped?.Invoke(node);
        outbox.Clear();
        Arm(node);
    }

    private void Transmit(SimulatedNode from, OutboundFrame frame)
    {
        Span<TimeSpan> delays = stackalloc TimeSpan[Links.MostCopies];
        SimulatedNode to = nodes[IndexOf(frame.To)];
        byte[] bytes = from.Outbox.BytesOf(frame.Bytes).ToArray();
        var sender = new Sender(from.Id, from.Epoch, from.Address);
        Frames++;
        Trace.Mix(bytes);
        for (int copies = Links.Plan(from.Index, to.Index, delays); copies > 0; copies--)
            At(Now + delays[copies - 1], () => Arrive(sender, to, bytes));
    }

    private void Arrive(Sender sender, SimulatedNode to, byte[] frame)
    {
        if (to.Live is null)
            return;
        if (to.Lag > TimeSpan.Zero || to.StalledUntil > Now)
            After(to, TimeSpan.Zero, () => Deliver(sender, to, frame));
        else
            Deliver(sender, to, frame);
    }

    private void Deliver(Sender sender, SimulatedNode to, byte[] frame) =>
        Step(to, (live, now, outbox) => live.Receive(now, sender, frame, outbox));

    private void Arm(SimulatedNode node)
    {
        Instant due = node.Machine.Clock.Global(node.Live!.NextDeadline);
        if (due == Instant.Never)
            return;
        due = new Instant(Math.Max(due.Ticks, Now.Ticks));
        if (due >= node.WakeAt)
            return;
        node.WakeAt = due;
        After(node, due - Now, () => Wake(node, due));
    }

    private void Wake(SimulatedNode node, Instant due)
    {
        if (node.WakeAt != due)
            return;
        node.WakeAt = Instant.Never;
        if (node.Live!.NextDeadline <= node.Machine.Clock.Local(Now))
            Step(node, (live, now, outbox) => live.Tick(now, outbox));
        else
            Arm(node);
    }

    private void Drop(SimulatedNode node, string why)
    {
        Trace.Add(Now, node.Index, why);
        node.Live = null;
        node.Outbox.Clear();
        node.Jobs.Clear();
        node.Doom = CrashPoint.BetweenSteps;
        node.WakeAt = Instant.Never;
        node.StalledUntil = default;
    }
}
