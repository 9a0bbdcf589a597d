using P2PCS.Membership.Sampling;
using P2PCS.Protocol;
using P2PCS.Simulation.Cycles;

namespace P2PCS.Simulation.Scenarios;

/// <summary>
/// The cycles of a table whose nodes die, are born, are cut off or lose messages: the halves of
/// an exchange by the functions of live nodes, with the partner's silence in between.
/// </summary>
/// <remarks>
/// A silent partner leaves the view and the next oldest is tried, at most twice, as live nodes
/// do. A lost reply leaves the partner changed and the active node as it was.
/// </remarks>
internal sealed class FaultyCycles
{
    private const int Contacts = 3;
    private const ulong FaultKey = 0x4641554C54;
    private readonly Scenario scenario;
    private readonly ulong seed;
    private readonly Population population;
    private readonly CountTable? counts;
    private readonly int[] order;

    public FaultyCycles(
        Scenario scenario, ulong seed, Population population, CountTable? counts)
    {
        this.scenario = scenario;
        this.seed = seed;
        this.population = population;
        this.counts = counts;
        order = new int[population.Table.Nodes];
        for (int i = 0; i < order.Length; i++)
            order[i] = i;
    }

    /// <summary>Lets faults befall, then every node alive starts one exchange.</summary>
    /// <param name="cycle">Cycles run before.</param>
    public void Run(int cycle)
    {
        ulong key = Draw.At(seed, (ulong)cycle);
        var faults = new Fractions(Draw.Mix(key ^ FaultKey));
        foreach (CrashFault crash in scenario.Faults.Crashes.Where(one => one.At == cycle))
            Crash((int)Math.Round(crash.Fraction * population.Alive), ref faults);
        Churn(ref faults);
        bool isCut = scenario.Faults.Partition is { } one && cycle >= one.From && cycle < one.To;
        int border = isCut ? (int)(scenario.Faults.Partition!.Fraction * scenario.Size) : 0;
        if (scenario.Protocol.Order == CycleOrder.Reshuffled)
            Reshuffle(Draw.Mix(key));
        for (int turn = 0; turn < population.Born; turn++)
        {
            if (population.IsAlive(order[turn]))
                Step(order[turn], key, border, ref faults);
        }
    }

    private void Step(int node, ulong key, int border, ref Fractions faults)
    {
        ViewRow active = population.Table.Open(node);
        ViewMerge.Age(active.HeldAges);
        for (int contact = 0; contact < Contacts; contact++)
        {
            int partner = ViewExchange.TakeOldest(ref active);
            if (partner < 0)
                break;
            bool isSilent = !population.IsAlive(partner)
                || node < border != partner < border
                || faults.Next() < scenario.Faults.Loss;
            if (isSilent)
                continue;
            bool isHeard = faults.Next() >= scenario.Faults.Loss;
            ulong index = 2 * (ulong)node;
            Exchange(ref active, isHeard, new Meeting(node, partner, scenario.Protocol.Shuffle,
                Draw.At(key, index), Draw.At(key, index + 1)));
            Average(node, partner, isHeard);
            break;
        }

        RowTable.Close(active);
    }

    private void Exchange(ref ViewRow active, bool isHeard, in Meeting meeting)
    {
        Span<int> sent = stackalloc int[Limits.ShuffleDescriptors];
        Span<int> replied = stackalloc int[Limits.ShuffleDescriptors];
        Span<ushort> sentAges = stackalloc ushort[Limits.ShuffleDescriptors];
        Span<ushort> repliedAges = stackalloc ushort[Limits.ShuffleDescriptors];
        ViewRow passive = population.Table.Open(meeting.Passive);
        int requested = ViewExchange.Request(ref active, meeting, sent, sentAges);
        int answered = ViewExchange.Reply(ref passive, meeting, replied, repliedAges);
        ViewMerge.Merge(ref passive, sent[..requested], sentAges[..requested],
            replied[..answered]);
        RowTable.Close(passive);
        if (!isHeard)
            return;
        answered = ViewExchange.Discard(meeting.Active, replied, repliedAges, answered);
        ViewMerge.Merge(ref active, replied[..answered], repliedAges[..answered],
            sent[1..requested]);
    }

    // Newcomers hold no number until the next epoch, and a scenario is one epoch.
    private void Average(int node, int partner, bool isHeard)
    {
        ref double mine = ref population.Table.Estimate(node);
        ref double theirs = ref population.Table.Estimate(partner);
        if (double.IsNaN(mine) || double.IsNaN(theirs))
            return;
        double mean = (mine + theirs) * 0.5;
        theirs = mean;
        if (isHeard)
            mine = mean;
        counts?.Average(node, partner, isHeard);
    }

    private void Churn(ref Fractions faults)
    {
        int leaving = (int)Math.Round(scenario.Faults.Churn * scenario.Size);
        if (leaving == 0)
            return;
        Crash(leaving, ref faults);
        for (int i = 0; i < leaving; i++)
        {
            int contact = AnyAlive(ref faults);
            Join(population.Bear(), contact);
        }
    }

    // A newcomer copies the view of its contact, as a first answer from it would.
    private void Join(int node, int contact)
    {
        RowTable table = population.Table;
        table.Names(contact).CopyTo(table.Names(node));
        table.Ages(contact).CopyTo(table.Ages(node));
        int place = Math.Min(table.Count(contact), table.Capacity - 1);
        table.Names(node)[place] = contact;
        table.Ages(node)[place] = 0;
        table.Estimate(node) = double.NaN;
    }

    private void Crash(int count, ref Fractions faults)
    {
        for (int i = 0; i < count; i++)
            population.Stop(AnyAlive(ref faults));
    }

    private int AnyAlive(ref Fractions faults)
    {
        int node;
        do
            node = (int)(faults.Next() * population.Born);
        while (!population.IsAlive(node));
        return node;
    }

    private void Reshuffle(ulong key)
    {
        for (int left = population.Born - 1; left > 0; left--)
        {
            int other = Draw.Below(Draw.At(key, (ulong)left), left + 1);
            (order[left], order[other]) = (order[other], order[left]);
        }
    }

    /// <summary>Random fractions in the order in which faults are drawn.</summary>
    private struct Fractions(ulong key)
    {
        private ulong index;

        public double Next() => Draw.Fraction(Draw.At(key, index++));
    }
}
