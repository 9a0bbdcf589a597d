using BenchmarkDotNet.Attributes;
using P2PCS.Simulation.Cycles;

namespace P2PCS.Bench;

/// <summary>One cycle of Cyclon and averaging; a cycle of n nodes is n node-cycles.</summary>
[MemoryDiagnoser]
public class GossipBenchmarks : IDisposable
{
    private CycleEngine? engine;

    /// <summary>Nodes.</summary>
    [Params(10_000, 100_000, 1_000_000)]
    public int Nodes { get; set; }

    /// <summary>View capacity.</summary>
    [Params(20, 30)]
    public int Capacity { get; set; }

    /// <summary>How to compute.</summary>
    [ParamsSource(nameof(Paths))]
    public CodePath Path { get; set; }

    /// <summary>All paths of this machine.</summary>
    public static IEnumerable<CodePath> Paths => CodePaths.Supported;

    /// <summary>Makes the table.</summary>
    [GlobalSetup]
    public void Start() => engine = new CycleEngine(new CycleOptions
    {
        Nodes = Nodes,
        ViewCapacity = Capacity,
        Path = Path,
        Seed = 42,
    });

    /// <summary>Gives its memory back.</summary>
    [GlobalCleanup]
    public void Dispose()
    {
        engine?.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Every node starts one exchange.</summary>
    [Benchmark]
    public void Cycle() => engine!.RunCycle();
}
