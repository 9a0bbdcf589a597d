using P2PCS.Membership.Sampling;
using P2PCS.Protocol;

namespace P2PCS.Simulation.Cycles;

/// <summary>A node's step where partners may be dead, parted or unheard.</summary>
/// <remarks>
/// A partner that does not answer stays out of the view, and the next oldest is tried, as a live
/// node does. Tombstones are left out: they would need a table of their own for each node.
/// </remarks>
internal sealed class FaultyStep(CycleEngine engine, FaultOptions faults, int shuffleLength)
{
    private const ulong DrawsPerTry = 5;
    private readonly int[] sent = new int[Limits.ShuffleDescriptors];
    private readonly int[] replied = new int[Limits.ShuffleDescriptors];
    private readonly ushort[] sentAges = new ushort[Limits.ShuffleDescriptors];
    private readonly ushort[] repliedAges = new ushort[Limits.ShuffleDescriptors];

    /// <summary>Steps a living node.</summary>
    public void Run(int node, ulong key)
    {
        if (!engine.Population.IsAlive(node))
            return;
        ViewRow active = engine.Table.Open(node);
        ViewMerge.Age(active.HeldAges);
        ulong index = (ulong)node * DrawsPerTry * (ulong)(faults.Retries + 1);
        for (int tries = 0; tries <= faults.Retries; tries++)
        {
            int partner = ViewExchange.TakeOldest(ref active);
            if (partner < 0 || TryExchange(ref active, node, partner, (key, index)))
                break;
            index += DrawsPerTry;
        }

        RowTable.Close(active);
    }

    private bool TryExchange(
        ref ViewRow active, int node, int partner, (ulong Key, ulong Index) draws)
    {
        (ulong key, ulong index) = draws;
        var meeting = new Meeting(
            node, partner, shuffleLength, Draw.At(key, index), Draw.At(key, index + 1));
        int requested = ViewExchange.Request(ref active, meeting, sent, sentAges);
        if (!engine.Population.CanTalk(node, partner)
            || Draw.Fraction(Draw.At(key, index + 2)) < faults.ExchangeLoss
            || Draw.Fraction(Draw.At(key, index + 3)) < faults.MessageLoss)
        {
            return false;
        }

        ViewRow passive = engine.Table.Open(partner);
        int answered = ViewExchange.Reply(ref passive, meeting, replied, repliedAges);
        ViewMerge.Merge(ref passive, sent.AsSpan(0, requested), sentAges.AsSpan(0, requested),
            replied.AsSpan(0, answered));
        RowTable.Close(passive);
        ref double mine = ref engine.Table.Estimate(node);
        ref double theirs = ref engine.Table.Estimate(partner);
        double mean = (mine + theirs) * 0.5;
        theirs = mean;
        if (Draw.Fraction(Draw.At(key, index + 4)) < faults.MessageLoss)
            return false;
        mine = mean;
        answered = ViewExchange.Discard(node, replied, repliedAges, answered);
        ViewMerge.Merge(ref active, replied.AsSpan(0, answered),
            repliedAges.AsSpan(0, answered), sent.AsSpan(1, requested - 1));
        return true;
    }
}
