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
    private static readonly UInt128 FirstIp = 0xFFFF0A000000;

    private readonly Agenda agenda = new();
    private readonly Mail mail;
    private readonly List<SimulatedNode> nodes = [];
    private readonly Workload workload;
    private Rng rng;

    /// <summary>A simulation without nodes, at its moment zero.</summary>
    /// <param name="seed">Where all its randomness comes from.</param>
    /// <param name="options">Parameters of every node.</param>
    public EventEngine(ulong seed, NodeOptions options)
    {
        Options = options;
        rng = new Rng(seed, 1);
        Links = new Links(rng.Fork(1));
        mail = new Mail(agenda, Links);
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
    public WorkloadOptions Workload { get => workload.Options; set => workload.Options = value; }

    /// <summary>Parameters of every node.</summary>
    public NodeOptions Options { get; }

    /// <summary>Datagrams sent so far, lost ones included.</summary>
    public long Frames => mail.Sent;

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
        node.Live = new PeerNode(identity, Options, rng.Fork(node.Epoch));
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
        Put(moment, new Happening(HappeningKind.Act, Act: act));

    /// <summary>Lets time pass until a moment, or until the condition is false.</summary>
    public void RunUntil(Instant moment, Func<bool>? goOn = null)
    {
        while (agenda.Next <= moment && agenda.Next != Instant.Never)
        {
            if (goOn is not null && !goOn())
                return;
            Now = agenda.Next;
            Happen(agenda.Take());
        }

        Now = moment;
    }

    /// <summary>One step of a node, if it is up: something happens to it now.</summary>
    public void Step(SimulatedNode node, NodeCommand command)
    {
        if (Begin(node) is not { } live)
            return;
        command(live, node.Machine.Clock.Local(Now), node.Outbox);
        CarryOut(node);
    }

    private PeerNode? Begin(SimulatedNode node)
    {
        if (node.Live is not { } live)
            return null;
        node.CountStep(Now);
        Steps++;
        return live;
    }

    /// <summary>Has something done to this incarnation of a node after a span, unless it is down
    /// by then; a node that is held up gets to it later.</summary>
    internal void After(SimulatedNode node, TimeSpan span, Action act) => Put(
        Now + span + node.Lag,
        new Happening(HappeningKind.NodeAct, node, node.Epoch, Act: act));

    private void Put(Instant moment, in Happening happening) =>
        agenda.Add(moment > Now ? moment : Now, happening);

    private void Happen(in Happening happening)
    {
        if (happening.Kind == HappeningKind.Act)
            happening.Act!();
        else if (happening.Kind == HappeningKind.Arrival)
            Arrive(happening);
        else
            Reach(happening);
    }

    // Whatever happens to a node happens to this incarnation of it, and later if it is held up.
    private void Reach(in Happening happening)
    {
        SimulatedNode node = happening.Node!;
        bool isHere = node.Live is not null && node.Epoch == happening.Epoch;
        if (isHere && node.StalledUntil > Now)
        {
            Put(node.StalledUntil, happening);
            return;
        }

        if (isHere)
            Happen(node, happening);
        mail.Free(happening);
    }

    private void Happen(SimulatedNode node, in Happening happening)
    {
        if (happening.Kind == HappeningKind.NodeAct)
            happening.Act!();
        else if (happening.Kind == HappeningKind.Delivery)
            Deliver(node, happening);
        else
            Wake(node, happening.Due);
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
            mail.Send(Now, node, nodes[IndexOf(frame.To)], frame, Trace);
        foreach (WorkRequest request in outbox.Work)
            workload.Do(node, request);
        foreach (NodeEvent told in outbox.Events)
            Trace.Add(Now, node.Index, told);
        Stepped?.Invoke(node);
        outbox.Clear();
        Arm(node);
    }

    private void Arrive(in Happening datagram)
    {
        SimulatedNode to = datagram.Node!;
        Happening delivery = datagram with { Kind = HappeningKind.Delivery, Epoch = to.Epoch };
        if (to.Live is not null && (to.Lag > TimeSpan.Zero || to.StalledUntil > Now))
            Put(Now + to.Lag, delivery);
        else
            Reach(delivery);
    }

    private void Deliver(SimulatedNode to, in Happening datagram)
    {
        PeerNode live = Begin(to)!;
        var sender = new Sender(datagram.From!.Id, datagram.FromEpoch, datagram.From.Address);
        ReadOnlySpan<byte> frame = datagram.Bytes.AsSpan(0, datagram.Length);
        live.Receive(to.Machine.Clock.Local(Now), sender, frame, to.Outbox);
        CarryOut(to);
    }

    private void Arm(SimulatedNode node)
    {
        Instant due = node.Machine.Clock.Global(node.Live!.NextDeadline);
        if (due == Instant.Never)
            return;
        due = new Instant(Math.Max(due.Ticks, Now.Ticks));
        if (due >= node.WakeAt)
            return;
        node.WakeAt = due;
        Put(due + node.Lag, new Happening(HappeningKind.Timer, node, node.Epoch, due));
    }

    private void Wake(SimulatedNode node, Instant due)
    {
        if (node.WakeAt != due)
            return;
        node.WakeAt = Instant.Never;
        if (node.Live!.NextDeadline <= node.Machine.Clock.Local(Now))
            Step(node, static (live, now, outbox) => live.Tick(now, outbox));
        else
            Arm(node);
    }

    private void Drop(SimulatedNode node, string why)
    {
        Trace.Add(Now, node.Index, why);
        node.GoDown();
    }
}
