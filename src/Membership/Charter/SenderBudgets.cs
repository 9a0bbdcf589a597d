using P2PCS.Protocol;

namespace P2PCS.Membership.Charter;

/// <summary>The budgets of those that sent statements lately; bounded. One owner.</summary>
/// <param name="options">Parameters.</param>
internal sealed class SenderBudgets(CharterOptions options)
{
    private readonly Dictionary<PeerId, SenderBudget> budgets = [];
    private readonly CheckBudget all = new(options.ChecksInAll);

    /// <summary>The budget of a sender; none while too many others use theirs up.</summary>
    public SenderBudget? Of(Instant now, PeerId sender)
    {
        if (budgets.TryGetValue(sender, out SenderBudget? found))
            return found;
        if (budgets.Count >= Limits.KnownPeers)
            Forget(now);
        return budgets.Count < Limits.KnownPeers
            ? budgets[sender] = new SenderBudget(options, all)
            : null;
    }

    private void Forget(Instant now)
    {
        PeerId[] idle = [.. budgets.Where(entry => entry.Value.IsIdle(now))
            .Select(entry => entry.Key)];
        foreach (PeerId id in idle)
            budgets.Remove(id);
    }
}
