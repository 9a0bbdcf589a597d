using P2PCS.Simulation.Cycles;

namespace P2PCS.Simulation.Tests.Cycles;

/// <summary>Every code path of this machine leaves the same bytes as the span functions.</summary>
public sealed class CodePathTests
{
    public static TheoryData<CodePath, int, int, CycleOrder> Cases()
    {
        var cases = new TheoryData<CodePath, int, int, CycleOrder>();
        foreach (CodePath path in CodePaths.Supported)
        {
            foreach (int capacity in new[] { 20, 30 })
            {
                cases.Add(path, capacity, 1000, CycleOrder.Fixed);
                cases.Add(path, capacity, 5000, CycleOrder.Reshuffled);
                cases.Add(path, capacity, capacity + 1, CycleOrder.Fixed);
            }
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Every_path_gives_the_table_of_the_span_functions(
        CodePath path, int capacity, int nodes, CycleOrder order)
    {
        var options = new CycleOptions
        {
            Nodes = nodes,
            ViewCapacity = capacity,
            Order = order,
            Seed = 11,
        };
        Assert.Equal(
            Fingerprints(options with { Path = CodePath.Spans }),
            Fingerprints(options with { Path = path }));
    }

    [Fact]
    public void Every_machine_has_the_span_functions_and_the_scalar_path() =>
        Assert.Equal([CodePath.Spans, CodePath.Scalar], CodePaths.Supported.Take(2));

    [Fact]
    public void Ages_at_their_largest_stay_there_on_every_path()
    {
        ulong[] prints = [.. CodePaths.Supported.Select(path =>
        {
            using var engine = new CycleEngine(new CycleOptions { Nodes = 300, Path = path });
            for (int node = 0; node < 300; node++)
                engine.Table.Ages(node)[5..9].Fill((ushort)(ushort.MaxValue - (node % 3)));
            engine.RunCycle();
            engine.RunCycle();
            return engine.Table.Fingerprint();
        })];
        Assert.Single(prints.Distinct());
    }

    private static ulong[] Fingerprints(CycleOptions options)
    {
        using var engine = new CycleEngine(options);
        var prints = new ulong[6];
        for (int cycle = 0; cycle < 6; cycle++)
        {
            engine.RunCycle();
            prints[cycle] = engine.Table.Fingerprint();
        }

        Assert.True(engine.Table.IsSound());
        return prints;
    }
}
