using P2PCS.Allocation.Leases;
using P2PCS.Allocation.Subclouds;
using P2PCS.Membership.Peers;
using P2PCS.Protocol;
using P2PCS.Protocol.Wire;

namespace P2PCS.Allocation.Tests;

/// <summary>A customer's controller and one machine's ledger. What they say to each other is kept
/// until a test delivers it, so a test may delay, lose and repeat it.</summary>
internal sealed class LeasePair
{
    private static readonly PeerId Customer = new(new Digest(0, 0, 0, 1));
    private static readonly PeerId Machine = new(new Digest(0, 0, 0, 2));
    private static readonly PeerAddress CustomerAt = new(1, 1);
    private static readonly PeerAddress MachineAt = new(2, 2);
    private readonly Outbox customerBox = new();
    private readonly Outbox machineBox = new();
    private readonly PeerTable peers = new();

    public LeasePair(LeaseOptions? customer = null, LeaseOptions? machine = null)
    {
        Ledger = new LeaseLedger(machine ?? new LeaseOptions(), 1);
        Ledger.Offer(new Resources(1000, 1000), accepts: true);
        var finder = new CandidateFinder(
            () => new Candidate(Customer, CustomerAt, default), peers, _ => true, new Rng(1));
        Controller = new SubcloudController(
            customer ?? new LeaseOptions(), peers, finder, new Rng(2));
        int handle = peers.Hear(Now, new Sender(Machine, 1, MachineAt), customerBox);
        peers.Note(handle, Ledger.Status);
    }

    public Instant Now { get; private set; } = new(TimeSpan.TicksPerDay);

    public LeaseLedger Ledger { get; }

    public SubcloudController Controller { get; }

    public List<byte[]> ToMachine { get; } = [];

    public List<byte[]> ToCustomer { get; } = [];

    public int Deletions { get; private set; }

    public Subcloud Create(UInt128 id, double ttlSeconds = 3600)
    {
        var spec = new SubcloudSpec(
            id,
            null,
            1,
            1,
            new Resources(500, 500),
            TimeSpan.FromSeconds(ttlSeconds),
            TimeSpan.FromSeconds(30),
            ReleaseWhenIdle: false);
        Assert.Equal(CreateOutcome.Created, Controller.Create(Now, spec, customerBox));
        Collect();
        return Controller.Find(id)!;
    }

    public Subcloud CreateActive()
    {
        Subcloud subcloud = Create(77);
        DeliverAll();
        Assert.Equal(SubcloudState.Active, subcloud.State);
        return subcloud;
    }

    public void Release(Subcloud subcloud)
    {
        Controller.Release(subcloud, ReasonCode.ByCustomer, customerBox);
        Collect();
    }

    /// <summary>Lets time pass in steps of 50 ms; nothing is delivered.</summary>
    public void Pass(double seconds)
    {
        for (Instant end = Now + TimeSpan.FromSeconds(seconds); Now < end;)
        {
            Now += TimeSpan.FromMilliseconds(50);
            Controller.Tick(Now, customerBox);
            Ledger.Tick(Now, machineBox);
            Collect();
        }
    }

    public void DeliverAll()
    {
        while (ToMachine.Count + ToCustomer.Count > 0)
        {
            foreach (byte[] frame in Taken(ToMachine))
                DeliverToMachine(frame);
            foreach (byte[] frame in Taken(ToCustomer))
                DeliverToCustomer(frame);
        }
    }

    public void DeliverToMachine(byte[] frame)
    {
        Frame.TryRead(frame, out MessageKind kind, out ReadOnlySpan<byte> body);
        var sender = new Sender(Customer, 1, CustomerAt);
        Assert.Equal(Refusal.None, Ledger.Receive(Now, sender, kind, body, machineBox));
        Collect();
    }

    public void DeliverToCustomer(byte[] frame)
    {
        Frame.TryRead(frame, out MessageKind kind, out ReadOnlySpan<byte> body);
        var sender = new Sender(Machine, 1, MachineAt);
        Controller.Receive(Now, sender, kind, body, customerBox);
        Collect();
    }

    public static List<byte[]> Taken(List<byte[]> lane)
    {
        List<byte[]> taken = [.. lane];
        lane.Clear();
        return taken;
    }

    private void Collect()
    {
        foreach (OutboundFrame frame in customerBox.Sends)
            ToMachine.Add(customerBox.BytesOf(frame.Bytes).ToArray());
        foreach (OutboundFrame frame in machineBox.Sends)
            ToCustomer.Add(machineBox.BytesOf(frame.Bytes).ToArray());
        foreach (RecordWrite write in customerBox.Records)
            Deletions += write is { Delete: true, Kind: RecordKind.Subcloud } ? 1 : 0;
        customerBox.Clear();
        machineBox.Clear();
    }
}
