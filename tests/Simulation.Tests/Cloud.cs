using P2PCS.Allocation.Subclouds;
using P2PCS.Allocation.Tasks;
using P2PCS.Membership.Peers;
using P2PCS.Node;
using P2PCS.Protocol;
using P2PCS.Simulation.Engine;
using P2PCS.Simulation.Swarms;

namespace P2PCS.Simulation.Tests;

/// <summary>A simulated cloud of equal machines, all joined by the first.</summary>
internal sealed class Cloud
{
    public static readonly TimeSpan Cycle = SwarmProfile.Local.Liveness.Cycle;

    private Rng rng;

    public Cloud(int nodes, ulong seed)
    {
        rng = new Rng(seed, 9);
        Engine = new EventEngine(seed, SwarmProfile.Local);
        var machine = new MachineOptions(new Resources(2000, 1024), Accepts: true, default);
        for (int i = 0; i < nodes; i++)
            Engine.Add(machine with { Clock = new SimClock(TimeSpan.FromDays(i), 0) });
        foreach (SimulatedNode node in Engine.Nodes)
            Engine.Start(node, [0]);
    }

    public EventEngine Engine { get; }

    public PeerNode this[int index] => Engine.Nodes[index].Live!;

    public void Pass(TimeSpan span) => Engine.RunUntil(Engine.Now + span);

    /// <summary>Lets time pass until the condition holds, and fails when it is late.</summary>
    public TimeSpan Await(TimeSpan bound, Func<string?> missing)
    {
        Instant began = Engine.Now;
        for (string? found = missing(); found is not null; found = missing())
        {
            Assert.True(Engine.Now - began < bound, $"{found}\n{Engine.Trace.Tail(40)}");
            Pass(Cycle / 4);
        }

        return Engine.Now - began;
    }

    public Subcloud Create(int facade, int count)
    {
        var spec = new SubcloudSpec(
            rng.NextName(),
            null,
            count,
            count,
            new Resources(1000, 512),
            TimeSpan.FromHours(1),
            TimeSpan.FromSeconds(20),
            ReleaseWhenIdle: false);
        Engine.Step(
            Engine.Nodes[facade], (live, now, outbox) => live.CreateSubcloud(now, spec, outbox));
        return this[facade].Controller.Find(spec.Id)!;
    }

    public TaskEntry Submit(int facade, Subcloud subcloud)
    {
        UInt128 id = rng.NextName();
        var order = new TaskOrder(
            subcloud.Spec.Id, TaskOracle.SpecOf(id), new Resources(1000, 512));
        Engine.Step(
            Engine.Nodes[facade], (PeerNode live, Instant now, Outbox outbox) =>
                live.SubmitTask(now, id, order, outbox));
        return this[facade].Dispatcher.Find(id)!;
    }

    public PeerState? StateOf(int observer, int observed)
    {
        int handle = this[observer].Peers.Find(Engine.Nodes[observed].Id);
        return handle == PeerTable.NoHandle ? null : this[observer].Peers[handle].State;
    }

    public static string? Until(bool condition, string what) => condition ? null : what;
}
