using P2PCS.Membership.Sampling;
using P2PCS.Protocol;

namespace P2PCS.Simulation.Cycles;

/// <summary>
/// Cyclon and push-pull averaging over a table of nodes: in a cycle every node starts one
/// exchange of views and one of estimates with its oldest neighbour, without latency.
/// </summary>
/// <remarks>
/// Source: CYCLON, JNSM 13(2), 2005, section 3.2; Jelasity, Montresor, Babaoglu, TOCS 23(3),
/// 2005, fig. 2. The exchange is the one of live nodes (<see cref="ViewExchange"/>); the fast
/// paths only compute it in another way, and give every uncommon case back to it.
/// </remarks>
public sealed class CycleEngine : IDisposable
{
    private const int MaxNodes = 100_000_000;
    private readonly CycleOptions options;
    private readonly int[] order;
    private readonly CodePath path;
    private readonly FaultyStep faultyStep;
    private readonly Churn? churn;
    private readonly Crew? crew;

    /// <summary>Fills the table: random views, ages below the capacity, estimates from 0 to
    /// 100.</summary>
    public CycleEngine(CycleOptions options)
    {
        Invariant.Holds(options.Nodes is >= 2 and <= MaxNodes);
        Invariant.Holds(options.ViewCapacity < options.Nodes);
        Invariant.Holds(options.ShuffleLength is > 0 and <= Limits.ShuffleDescriptors
            && options.ShuffleLength <= options.ViewCapacity);
        this.options = options;
        path = options.Path ?? CodePaths.Best;
        Invariant.Holds(CodePaths.IsSupported(path));
        Table = new RowTable(options.Nodes, options.ViewCapacity);
        TableStart.Random(Table, options.Seed);
        Population = new Population(options.Nodes);
        Invariant.Holds(options.Faults.Retries is >= 0 and < 100);
        faultyStep = new FaultyStep(this, options.Faults, options.ShuffleLength);
        churn = options.Faults.Churn > 0 ? new Churn(this, options.Faults.Churn) : null;
        order = options.Order == CycleOrder.Fixed ? [] : new int[options.Nodes];
        for (int i = 0; i < order.Length; i++)
            order[i] = i;
        Invariant.Holds(options.Threads is >= 1 and <= CycleOptions.MaxThreads);
        crew = options.Threads > 1 ? new Crew(this, options.Threads) : null;
    }

    /// <summary>Every node's view and estimate. Names written into it must be names of the
    /// table.</summary>
    public RowTable Table { get; }

    /// <summary>Which nodes live; change it between cycles.</summary>
    public Population Population { get; }

    /// <summary>Cycles run so far.</summary>
    public long Cycle { get; private set; }

    /// <summary>Runs one cycle; allocates nothing.</summary>
    public void RunCycle()
    {
        ulong key = Draw.At(options.Seed, (ulong)Cycle++);
        Reshuffle(Draw.Mix(key));
        churn?.Run(Draw.Mix(key + 1));
        if (!IsFaultless)
        {
            for (int turn = 0; turn < options.Nodes; turn++)
                faultyStep.Run(order.Length == 0 ? turn : order[turn], key);
            return;
        }

        bool isFast = options.ShuffleLength == ILanes.Shuffle;
        switch (options.ViewCapacity)
        {
            case 20 when isFast:
                Run<View20>(key);
                break;
            case 30 when isFast:
                Run<View30>(key);
                break;
            default:
                RunBySpans(key);
                break;
        }
    }

    /// <summary>Ends the threads and gives the table's memory back.</summary>
    public void Dispose()
    {
        crew?.Dispose();
        Table.Dispose();
    }

    /// <summary>For the thread that runs a cycle.</summary>
    internal NameMarks Marks { get; } = new();

    /// <summary>One node's exchange by the functions of live nodes.</summary>
    internal void StepBySpans(int node, ulong key)
    {
        ViewRow active = Table.Open(node);
        ViewMerge.Age(active.HeldAges);
        int partner = ViewExchange.TakeOldest(ref active);
        if (partner < 0)
            return;
        ViewRow passive = Table.Open(partner);
        ulong index = 2 * (ulong)node;
        ViewExchange.Swap(ref active, ref passive, new Meeting(
            node, partner, options.ShuffleLength, Draw.At(key, index), Draw.At(key, index + 1)));
        RowTable.Close(active);
        RowTable.Close(passive);
        ref double mine = ref Table.Estimate(node);
        ref double theirs = ref Table.Estimate(partner);
        mine = theirs = (mine + theirs) * 0.5;
    }

    private bool IsFaultless => Population.IsWhole
        && options.Faults is { ExchangeLoss: <= 0, MessageLoss: <= 0, Churn: <= 0 };

    private void Run<TShape>(ulong key)
        where TShape : struct, IRowShape
    {
        switch (path)
        {
            case CodePath.Vector512:
                Run<Lanes512, TShape>(key);
                break;
            case CodePath.Vector256:
                Run<Lanes256, TShape>(key);
                break;
            case CodePath.Vector128:
                Run<Lanes128, TShape>(key);
                break;
            case CodePath.Scalar:
                Run<LanesScalar, TShape>(key);
                break;
            default:
                RunBySpans(key);
                break;
        }
    }

    private void Run<TLanes, TShape>(ulong key)
        where TLanes : struct, ILanes
        where TShape : struct, IRowShape
    {
        if (crew is null)
            CycleLoop<TLanes, TShape>.Run(this, order, key);
        else
            CrewLoop<TLanes, TShape>.Run(crew, order, key);
    }

    private void RunBySpans(ulong key)
    {
        for (int turn = 0; turn < options.Nodes; turn++)
            StepBySpans(order.Length == 0 ? turn : order[turn], key);
    }

    private void Reshuffle(ulong key)
    {
        for (int left = order.Length - 1; left > 0; left--)
        {
            int other = Draw.Below(Draw.At(key, (ulong)left), left + 1);
            (order[left], order[other]) = (order[other], order[left]);
        }
    }
}
