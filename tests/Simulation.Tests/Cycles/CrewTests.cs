using P2PCS.Simulation.Cycles;

namespace P2PCS.Simulation.Tests.Cycles;

/// <summary>Tables do not depend on the number of threads.</summary>
[Collection(Alone.Name)]
public sealed class CrewTests
{
    public static TheoryData<CodePath, int, int, CycleOrder> Cases()
    {
        var cases = new TheoryData<CodePath, int, int, CycleOrder>();
        foreach (CodePath path in CodePaths.Supported)
        {
            foreach (CycleOrder order in Enum.GetValues<CycleOrder>())
            {
                cases.Add(path, 20, 21, order);
                cases.Add(path, 20, 3001, order);
                cases.Add(path, 30, 700, order);
                cases.Add(path, 9, 200, order);
            }
        }

        cases.Add(CodePaths.Best, 20, 120_000, CycleOrder.Fixed);
        cases.Add(CodePaths.Best, 20, 120_000, CycleOrder.Reshuffled);
        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Two_and_three_threads_leave_the_table_of_one(
        CodePath path, int capacity, int nodes, CycleOrder order)
    {
        var options = new CycleOptions
        {
            Nodes = nodes,
            ViewCapacity = capacity,
            Order = order,
            Path = path,
            Seed = 5,
        };
        ulong[] one = Fingerprints(options, _ => { });
        Assert.Equal(one, Fingerprints(options with { Threads = 2 }, _ => { }));
        Assert.Equal(one, Fingerprints(options with { Threads = 3 }, _ => { }));
    }

    [Fact]
    public void Rows_with_room_and_ages_at_their_largest_are_stepped_the_same_on_two_threads()
    {
        foreach (CodePath path in CodePaths.Supported)
        {
            var options = new CycleOptions { Nodes = 900, Path = path };
            Assert.Equal(
                Fingerprints(options, MakeOdd),
                Fingerprints(options with { Threads = 2 }, MakeOdd));
        }
    }

    [Fact]
    public void Faults_and_churn_give_the_same_history_on_every_number_of_threads()
    {
        var options = new CycleOptions
        {
            Nodes = 2000,
            Order = CycleOrder.Reshuffled,
            Faults = new FaultOptions { MessageLoss = 0.1, ExchangeLoss = 0.1, Churn = 0.01 },
        };
        Assert.Equal(
            Fingerprints(options, Crash), Fingerprints(options with { Threads = 3 }, Crash));
    }

    [Fact]
    public void A_warm_cycle_on_two_threads_allocates_nothing_in_the_whole_process()
    {
        using var engine = new CycleEngine(new CycleOptions { Nodes = 20_000, Threads = 2 });
        for (int cycle = 0; cycle < 5; cycle++)
            engine.RunCycle();
        // The least of twenty: other tests and the runtime allocate beside it now and then.
        long least = long.MaxValue;
        for (int cycle = 0; cycle < 20; cycle++)
        {
            long before = GC.GetTotalAllocatedBytes(precise: true);
            engine.RunCycle();
            least = Math.Min(least, GC.GetTotalAllocatedBytes(precise: true) - before);
        }

        Assert.Equal(0, least);
    }

    private static void MakeOdd(CycleEngine engine)
    {
        for (int node = 0; node < engine.Table.Nodes - 4; node += 7)
        {
            engine.Table.Names(node)[(1 + (node % 19))..].Fill(RowTable.Free);
            engine.Table.Ages(node + 3)[5..9].Fill((ushort)(ushort.MaxValue - (node % 3)));
            engine.Table.Ages(node + 4)[2..4].Fill((ushort)(1023 + (node % 3)));
        }
    }

    private static void Crash(CycleEngine engine) => engine.Population.CrashShare(0.1, 3);

    private static ulong[] Fingerprints(CycleOptions options, Action<CycleEngine> prepare)
    {
        using var engine = new CycleEngine(options);
        prepare(engine);
        var prints = new ulong[5];
        for (int cycle = 0; cycle < prints.Length; cycle++)
        {
            engine.RunCycle();
            prints[cycle] = engine.Table.Fingerprint();
        }

        Assert.True(engine.Table.IsSound());
        return prints;
    }
}
