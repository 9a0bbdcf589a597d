using System.Diagnostics;
using P2PCS.Protocol;

namespace P2PCS.Host.Fuzzing;

/// <summary>Feeds readers with inputs from a seed until one fails. A run has no other effect. One
/// thread steps it.</summary>
public sealed class FuzzRun
{
    private const int BatchInputs = 500;

    private readonly List<Lane> lanes = [];
    private readonly ulong seed;
    private readonly Stopwatch watch = Stopwatch.StartNew();
    private int next;

    /// <summary>A run over some readers.</summary>
    /// <param name="targets">The readers.</param>
    /// <param name="seed">Where all choices come from.</param>
    public FuzzRun(IEnumerable<FuzzTarget> targets, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(targets);
        this.seed = seed;
        foreach (FuzzTarget target in targets)
        {
            Invariant.Holds(target.Corpus.Count > 0);
            lanes.Add(new Lane(target, new Rng(seed, StreamOf(target.Name))));
        }
    }

    /// <summary>Inputs fed so far.</summary>
    public long Inputs => lanes.Sum(lane => lane.Fed);

    /// <summary>Inputs per second since the start.</summary>
    public double InputsPerSecond => Inputs / Math.Max(watch.Elapsed.TotalSeconds, 1e-3);

    /// <summary>Time since the start.</summary>
    public TimeSpan Elapsed => watch.Elapsed;

    /// <summary>Inputs and the largest allocation, in bytes, of each reader.</summary>
    public IEnumerable<(string Name, long Inputs, long MostAllocated)> Results =>
        lanes.Select(lane => (lane.Target.Name, lane.Fed, lane.MostAllocated));

    /// <summary>Feeds the next reader with some hundred inputs.</summary>
    /// <param name="most">At most so many inputs for that reader in the whole run.</param>
    /// <returns>The first failure, or null.</returns>
    public FuzzFailure? Step(long most = long.MaxValue)
    {
        Lane lane = lanes[next++ % lanes.Count];
        for (int i = 0; i < BatchInputs && lane.Fed < most; i++)
        {
            if (Feed(lane) is { } failure)
                return failure;
        }

        return null;
    }

    /// <summary>Feeds every reader with as many inputs.</summary>
    /// <returns>The first failure, or null.</returns>
    public FuzzFailure? Run(long inputsEach)
    {
        while (lanes.Exists(lane => lane.Fed < inputsEach))
        {
            if (Step(inputsEach) is { } failure)
                return failure;
        }

        return null;
    }

    private FuzzFailure? Feed(Lane lane)
    {
        FuzzTarget target = lane.Target;
        byte[] changed = Mutation.Of(target.Corpus, ref lane.Rng);
        byte[] input = target.Shape(changed, lane.Rng.Next());
        string? reason = Read(lane, input);
        var failure = new FuzzFailure(target.Name, seed, lane.Fed, input, reason ?? "");
        lane.Fed++;
        return reason is null ? null : failure;
    }

    // Whatever a reader throws is what is looked for.
    private static string? Read(Lane lane, byte[] input)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            lane.Target.Feed(input, ref lane.Rng);
        }
        catch (Exception thrown)
        {
            return $"{thrown.GetType().Name}: {thrown.Message}";
        }

        // The first inputs make the runtime and the reader itself ready.
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        if (lane.Fed < BatchInputs)
            return null;
        lane.MostAllocated = Math.Max(lane.MostAllocated, allocated);
        return allocated <= lane.Target.AllocationMax
            ? null
            : $"{allocated} bytes allocated for an input of {input.Length} bytes";
    }

    private static ulong StreamOf(string name)
    {
        ulong stream = 0;
        foreach (char letter in name)
            stream = (stream * 31) + letter;
        return stream;
    }

    private sealed class Lane(FuzzTarget target, Rng rng)
    {
        public Rng Rng = rng;

        public FuzzTarget Target => target;

        public long Fed { get; set; }

        public long MostAllocated { get; set; }
    }
}
