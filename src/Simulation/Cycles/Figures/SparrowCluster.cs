using P2PCS.Protocol;

namespace P2PCS.Simulation.Cycles.Figures;

/// <summary>
/// Workers with one slot and a queue each, and jobs of 100 tasks that take exponential times of
/// 100 ms on the mean. Every message takes half a millisecond. Times are in milliseconds.
/// </summary>
/// <remarks>
/// Source: Ousterhout, Wendell, Zaharia, Stoica, "Sparrow: Distributed, low latency scheduling",
/// SOSP 2013, section 3.
/// </remarks>
internal sealed class SparrowCluster
{
    private const int Tasks = 100;
    private const double TaskTime = 100;
    private const double Way = 0.5;

    private readonly int workers;
    private readonly double gap;
    private readonly SparrowChoice choice;
    private readonly Queue<int>[] queues;
    private readonly int[] serving;
    private readonly PriorityQueue<(Step Step, int At, int Job), double> events = new();
    private readonly int[] probed = new int[2 * Tasks];
    private readonly int[] lengths = new int[2 * Tasks];
    private readonly int[] stamps;
    private int stamp;
    private Rng rng;
    private double now;
    private JobState[] jobs = [];

    public SparrowCluster(int workers, double load, SparrowChoice choice, Rng rng)
    {
        this.workers = workers;
        this.choice = choice;
        this.rng = rng;
        gap = Tasks * TaskTime / (load * workers);
        queues = new Queue<int>[workers];
        for (int worker = 0; worker < workers; worker++)
            queues[worker] = new Queue<int>();
        serving = new int[workers];
        stamps = new int[workers];
        serving.AsSpan().Fill(-1);
    }

    private enum Step
    {
        Submit,
        Probe,
        Place,
        Answer,
        Finish,
    }

    /// <summary>The mean time from a job's submission to its last task's end.</summary>
    /// <param name="count">Jobs to run.</param>
    /// <param name="warm">How many of the first are left out of the mean.</param>
    public double MeanResponse(int count, int warm)
    {
        jobs = new JobState[count];
        events.Enqueue((Step.Submit, 0, 0), 0);
        while (events.TryDequeue(out var next, out double time))
        {
            now = time;
            Take(next.Step, next.At, next.Job);
        }

        double sum = 0;
        foreach (JobState job in jobs.AsSpan(warm))
            sum += job.Ended - job.Submitted;
        return sum / (count - warm);
    }

    private void Take(Step step, int worker, int job)
    {
        switch (step)
        {
            case Step.Submit:
                Submit(job);
                break;
            case Step.Probe:
                Probe(job);
                break;
            case Step.Place:
                Join(worker, job);
                break;
            case Step.Answer:
                Bind(worker, job);
                break;
            default:
                Finish(worker, job);
                break;
        }
    }

    private void Submit(int job)
    {
        jobs[job] = new JobState { Submitted = now, Unbound = Tasks, Running = Tasks };
        events.Enqueue((Step.Probe, 0, job), now + Way);
        if (job + 1 == jobs.Length)
            return;
        double next = now + (gap * Exponential());
        events.Enqueue((Step.Submit, 0, job + 1), next);
    }

    // What the probed workers do at the moment the probes reach them.
    private void Probe(int job)
    {
        switch (choice)
        {
            case SparrowChoice.Random:
                for (int task = 0; task < Tasks; task++)
                    Join(rng.Below(workers), job);
                break;
            case SparrowChoice.PerTask:
                DrawProbed();
                for (int task = 0; task < Tasks; task++)
                    PlaceLater(Shorter(probed[2 * task], probed[(2 * task) + 1]), job);
                break;
            case SparrowChoice.Batch:
                DrawProbed();
                for (int i = 0; i < probed.Length; i++)
                    lengths[i] = Length(probed[i]);
                Array.Sort(lengths, probed);
                for (int task = 0; task < Tasks; task++)
                    PlaceLater(probed[task], job);
                break;
            default:
                DrawProbed();
                foreach (int worker in probed)
                    Join(worker, job);
                break;
        }
    }

    // The answer goes back, then the task comes.
    private void PlaceLater(int worker, int job) =>
        events.Enqueue((Step.Place, worker, job), now + (2 * Way));

    private void DrawProbed()
    {
        stamp++;
        for (int i = 0; i < probed.Length;)
        {
            int worker = rng.Below(workers);
            if (stamps[worker] == stamp)
                continue;
            stamps[worker] = stamp;
            probed[i++] = worker;
        }
    }

    private int Shorter(int first, int second) => Length(second) < Length(first) ? second : first;

    private int Length(int worker) => queues[worker].Count + (serving[worker] >= 0 ? 1 : 0);

    private void Join(int worker, int job)
    {
        if (serving[worker] >= 0)
            queues[worker].Enqueue(job);
        else
            Serve(worker, job);
    }

    private void Serve(int worker, int job)
    {
        serving[worker] = job;
        if (choice == SparrowChoice.LateBinding)
            events.Enqueue((Step.Answer, worker, job), now + (2 * Way));
        else
            Start(worker, job);
    }

    private void Start(int worker, int job) => events.Enqueue(
        (Step.Finish, worker, job), now + (TaskTime * Exponential()));

    // The scheduler gives a task to whoever asks first, and nothing to those who come late.
    private void Bind(int worker, int job)
    {
        if (jobs[job].Unbound > 0)
        {
            jobs[job].Unbound--;
            Start(worker, job);
        }
        else
        {
            Advance(worker);
        }
    }

    private void Finish(int worker, int job)
    {
        if (--jobs[job].Running == 0)
            jobs[job].Ended = now;
        Advance(worker);
    }

    private void Advance(int worker)
    {
        serving[worker] = -1;
        if (queues[worker].TryDequeue(out int job))
            Serve(worker, job);
    }

    // Mean 1.
    private double Exponential() => -Math.Log(1 - rng.Fraction());

    private struct JobState
    {
        public double Submitted;
        public double Ended;
        public int Unbound;
        public int Running;
    }
}
