using P2PCS.Allocation.Subclouds;
using P2PCS.Allocation.Tasks;
using P2PCS.Membership.Peers;
using P2PCS.Protocol;
using P2PCS.Protocol.Wire;
using P2PCS.Tests;

namespace P2PCS.Allocation.Tests;

/// <summary>One customer (number 1000) and some machines (1, 2, ...) in virtual time.</summary>
public sealed class Cloud
{
    public const int Customer = 1000;

    private static readonly TimeSpan Latency = TimeSpan.FromMilliseconds(1);

    private readonly PriorityQueue<Action, (Instant At, long Order)> agenda = new();
    private readonly HashSet<int> silent = [];
    private long order;

    public Cloud(int machines)
    {
        var finder = new CandidateFinder(
            () => new Candidate(Wires.Id(Customer), Wires.Address(Customer), default),
            Peers,
            id => !Barred.Contains(id),
            new Rng(Seed.Value, 1));
        Controller = new SubcloudController(
            Machine.Options, Peers, finder, new Rng(Seed.Value, 2));
        Dispatcher = new TaskDispatcher(Machine.Options, Controller);
        for (int number = 1; number <= machines; number++)
            Join(new Machine(number));
    }

    public Dictionary<int, Machine> Machines { get; } = [];

    public PeerTable Peers { get; } = new();

    public SubcloudController Controller { get; }

    public TaskDispatcher Dispatcher { get; }

    public Outbox Outbox { get; } = new();

    public Instant Now { get; private set; } = Wires.Start;

    /// <summary>How long each task runs; never, so that a test ends it itself.</summary>
    public TimeSpan? RunTime { get; set; }

    /// <summary>Work the customer's shell was asked for.</summary>
    public List<WorkRequest> Fetches { get; } = [];

    /// <summary>Machines that the cloud does not let work, whatever they say.</summary>
    public HashSet<PeerId> Barred { get; } = [];

    /// <summary>Frames the customer sent.</summary>
    public List<OutboundFrame> Sent { get; } = [];

    /// <summary>Enters a machine, or its next incarnation.</summary>
    public void Join(Machine machine)
    {
        Machines[machine.Number] = machine;
        machine.Now = Now;
        Sender sender = Wires.Sender(machine.Number, machine.Epoch);
        int handle = Peers.Hear(Now, sender, Outbox);
        Peers.Note(handle, machine.Ledger.Status);
    }

    public void Silence(int number) => silent.Add(number);

    public void Heal(int number) => silent.Remove(number);

    /// <summary>What the failure detector would find.</summary>
    public void Believe(int number, PeerState state) =>
        Peers.Move(Peers.Find(Wires.Id(number)), state, Now);

    public void Run(double seconds)
    {
        Instant until = Now + TimeSpan.FromSeconds(seconds);
        Step();
        for (Instant next = Next(); next <= until; next = Next())
        {
            Now = next > Now ? next : Now;
            while (agenda.TryPeek(out _, out (Instant At, long Order) due) && due.At <= Now)
                agenda.Dequeue()();
            Step();
        }

        Now = until;
    }

    private void Step()
    {
        Controller.Tick(Now, Outbox);
        Dispatcher.Tick(Now, Outbox);
        Drain(Customer, Outbox);
        foreach (Machine machine in Machines.Values)
        {
            machine.Tick(Now);
            Drain(machine.Number, machine.Outbox);
        }
    }

    private Instant Next()
    {
        Instant next = Instant.Min(Controller.NextDeadline, Dispatcher.NextDeadline);
        if (agenda.TryPeek(out _, out (Instant At, long Order) due))
            next = Instant.Min(next, due.At);
        foreach (Machine machine in Machines.Values)
            next = Instant.Min(next, machine.NextDeadline);
        return next;
    }

    private void Drain(int from, Outbox outbox)
    {
        foreach (OutboundFrame sent in outbox.Sends)
        {
            byte[] body = outbox.BytesOf(sent.Bytes).Span[Frame.HeaderLength..].ToArray();
            if (from == Customer)
                Sent.Add(sent);
            uint epoch = from == Customer ? 1 : Machines[from].Epoch;
            Later(Latency, () => Deliver(Wires.Sender(from, epoch), sent, body));
        }

        foreach (WorkRequest work in outbox.Work)
            Carry(from, work);
        outbox.Clear();
    }

    private void Deliver(Sender from, OutboundFrame sent, byte[] body)
    {
        int to = (int)sent.To.Ip;
        bool known = to == Customer || Machines.ContainsKey(to);
        if (!known || silent.Contains(to) || silent.Contains((int)from.Address.Ip))
            return;
        Refusal refusal = sent.Kind switch
        {
            _ when to != Customer => Machines[to].Receive(Now, from, sent.Kind, body),
            MessageKind.Report => Dispatcher.Receive(Now, from, body, Outbox),
            _ => Controller.Receive(Now, from, sent.Kind, body, Outbox),
        };
        Assert.Contains(refusal, (Refusal[])[Refusal.None, Refusal.Unexpected]);
    }

    private void Carry(int at, WorkRequest work)
    {
        if (work.Kind == WorkKind.FetchResult)
        {
            Fetches.Add(work);
            Later(Latency, () => Dispatcher.ResultFetched(Now, work.Attempt, true, Outbox));
            return;
        }

        Machine machine = Machines[at];
        if (work.Kind == WorkKind.Start)
        {
            Later(Latency, () => machine.Attempts.Started(work.Attempt, machine.Outbox));
            if (RunTime is { } span)
                Later(span, () => machine.End(work.Attempt));
        }
        else
        {
            Later(Latency, () => machine.End(
                work.Attempt, Allocation.Attempts.AttemptOutcome.Killed));
        }
    }

    private void Later(TimeSpan pause, Action what) =>
        agenda.Enqueue(what, (Now + pause, order++));

    public int LeasesHeld() => Machines.Values.Sum(m => m.Ledger.Leases.Length);

    public Subcloud Create(int count, int min, double ttl = 3600, double within = 5)
    {
        var spec = new SubcloudSpec(
            (UInt128)(Controller.Subclouds.Count + 1),
            null,
            count,
            min,
            new Resources(1000, 512),
            TimeSpan.FromSeconds(ttl),
            TimeSpan.FromSeconds(within),
            ReleaseWhenIdle: false);
        Assert.Equal(CreateOutcome.Created, Controller.Create(Now, spec, Outbox));
        return Controller.Subclouds[^1];
    }
}
