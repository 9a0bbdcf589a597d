using P2PCS.Allocation.Attempts;
using P2PCS.Protocol;

namespace P2PCS.Simulation.Engine;

/// <summary>Carries out what nodes ask of their machines for attempts.</summary>
/// <param name="engine">Where time passes.</param>
/// <param name="rng">A stream of its own.</param>
internal sealed class Workload(EventEngine engine, Rng rng)
{
    private readonly HashSet<AttemptKey> fetched = [];
    private Rng rng = rng;

    public WorkloadOptions Options { get; set; } = new();

    /// <summary>Whether the attempt's result ever reached its customer.</summary>
    public bool WasFetched(AttemptKey key) => fetched.Contains(key);

    public void Do(SimulatedNode node, in WorkRequest request)
    {
        switch (request.Kind)
        {
            case WorkKind.Start:
                Stage(node, request);
                break;
            case WorkKind.Discard:
                Discard(node, request.Attempt);
                break;
            case WorkKind.FetchResult:
                Fetch(node, request);
                break;
        }
    }

    private void Stage(SimulatedNode node, in WorkRequest request)
    {
        Invariant.Holds(request.Content == TaskOracle.SpecOf(request.Attempt.Task));
        var job = new SimulatedJob(request.Attempt);
        int customer = EventEngine.IndexOf(request.Address);
        bool fails = rng.Fraction() < Options.Unstartable;
        node.Jobs.Add(job);
        engine.After(node, Draw(Options.Staging), () =>
        {
            if (!node.Jobs.Contains(job))
                return;
            if (fails || !engine.CanTalk(node.Index, customer))
                End(node, job, AttemptOutcome.Unstartable);
            else
                Run(node, job);
        });
    }

    private void Run(SimulatedNode node, SimulatedJob job)
    {
        engine.Step(node, (live, _, outbox) => live.AttemptStarted(job.Key, outbox));
        engine.After(node, Draw(Options.Run), () =>
        {
            if (node.Jobs.Contains(job))
                End(node, job, AttemptOutcome.Exited);
        });
    }

    private void Discard(SimulatedNode node, AttemptKey key)
    {
        SimulatedJob? job = node.Jobs.Find(other => other.Key == key);
        if (job is null)
            return;
        node.Jobs.Remove(job);
        if (!job.HasEnded)
            engine.After(node, Draw(Options.Kill), () => End(node, job, AttemptOutcome.Killed));
    }

    private void Fetch(SimulatedNode node, in WorkRequest request)
    {
        AttemptKey key = request.Attempt;
        Digest wanted = request.Content;
        int holder = EventEngine.IndexOf(request.Address);
        engine.After(node, Draw(Options.Fetch), () =>
        {
            bool complete = engine.CanTalk(node.Index, holder)
                && engine.Nodes[holder].Jobs.Exists(
                    job => job.Key == key && job.HasEnded && job.Result == wanted);
            if (complete)
                fetched.Add(key);
            engine.Step(
                node, (live, now, outbox) => live.ResultFetched(now, key, complete, outbox));
        });
    }

    private void End(SimulatedNode node, SimulatedJob job, AttemptOutcome outcome)
    {
        UInt128 task = job.Key.Task;
        bool exited = outcome == AttemptOutcome.Exited;
        job.HasEnded = true;
        job.Result = exited ? TaskOracle.ResultOf(task) : default;
        var report = new ReportMessage(
            job.Key,
            AttemptState.Ended,
            outcome,
            exited ? TaskOracle.ExitCodeOf(task) : 0,
            job.Result);
        engine.Step(node, (live, now, outbox) => live.AttemptEnded(now, report, outbox));
    }

    private TimeSpan Draw(TimeSpan mean) => mean * -Math.Log(1 - rng.Fraction());
}
