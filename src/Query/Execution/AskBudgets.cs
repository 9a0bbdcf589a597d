using P2PCS.Protocol;

namespace P2PCS.Query.Execution;

/// <summary>
/// How many ranges members may still ask of this node. Everything goes by the sender that is
/// proved: so much for its own queries, and so much for those that it hands on, of which each
/// origin that it names has a share. Whoever names another spends its own tokens, never the
/// other's.
/// </summary>
/// <param name="options">Bounds.</param>
internal sealed class AskBudgets(QueryKernelOptions options)
{
    // Bounds of memory; our guess: more senders than speak to a node within a burst's time.
    private const int SendersMax = 1024;
    private const int OriginsMax = 32;

    private readonly Dictionary<PeerId, Budgets> senders = [];
    private readonly Queue<PeerId> order = new();

    /// <summary>Takes one of a sender's tokens; false where there is none.</summary>
    /// <param name="now">The moment.</param>
    /// <param name="sender">Who asks, proved.</param>
    /// <param name="origin">On whose behalf, as it says.</param>
    public bool Admit(Instant now, PeerId sender, PeerId origin)
    {
        Budgets budgets = Find(now, sender);
        if (sender == origin)
            return TryTake(ref budgets.Own, now);
        if (!budgets.HandedOn.Grow(now, options.HandedOnRate, options.HandedOnBurst))
            return false;
        int index = budgets.Shares.FindIndex(share => share.Origin == origin);
        TokenBucket own = index < 0
            ? new TokenBucket(options.Burst, now) : budgets.Shares[index].Bucket;
        if (index >= 0)
            budgets.Shares.RemoveAt(index);
        else if (budgets.Shares.Count == OriginsMax)
            budgets.Shares.RemoveAt(0);
        bool isAdmitted = TryTake(ref own, now);
        budgets.Shares.Add((origin, own));
        if (isAdmitted)
            budgets.HandedOn.Take();
        return isAdmitted;
    }

    private bool TryTake(ref TokenBucket bucket, Instant now)
    {
        bool has = bucket.Grow(now, options.Rate, options.Burst);
        if (has)
            bucket.Take();
        return has;
    }

    private Budgets Find(Instant now, PeerId sender)
    {
        if (senders.TryGetValue(sender, out Budgets? known))
            return known;
        if (order.Count == SendersMax)
            senders.Remove(order.Dequeue());
        var fresh = new Budgets
        {
            Own = new TokenBucket(options.Burst, now),
            HandedOn = new TokenBucket(options.HandedOnBurst, now),
        };
        senders.Add(sender, fresh);
        order.Enqueue(sender);
        return fresh;
    }

    private sealed class Budgets
    {
        public TokenBucket Own;
        public TokenBucket HandedOn;
        public readonly List<(PeerId Origin, TokenBucket Bucket)> Shares = new(1);
    }
}
