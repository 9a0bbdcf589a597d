using P2PCS.Protocol;

namespace P2PCS.Allocation.Subclouds;

/// <summary>What a request would find now, and what it could be changed to.</summary>
/// <param name="Shortfall">What becomes of the peers that are known.</param>
/// <param name="Fitting">The peers that fit, most free first.</param>
/// <param name="LessCpuMilli">The most processor that enough peers have free, with as much memory
/// as was asked for; zero if there are not enough such peers.</param>
/// <param name="LessMemMiB">The same for memory.</param>
public sealed record Survey(
    Shortfall Shortfall, IReadOnlyList<Candidate> Fitting, uint LessCpuMilli, uint LessMemMiB)
{
    private static readonly Resources Anything = new(1, 0);

    /// <summary>Looks at the peers that are known; nothing is asked or held.</summary>
    public static Survey Of(CandidateFinder finder, SubcloudSpec wanted)
    {
        List<Candidate> fitting = finder.Find(wanted.Resources, out Shortfall shortfall);
        if (fitting.Count >= wanted.Min)
            return new Survey(shortfall, fitting, 0, 0);
        List<Candidate> all = finder.Find(Anything, out _);
        Resources each = wanted.Resources;
        return new Survey(
            shortfall,
            fitting,
            Nth(all.Where(c => c.Status.Free.MemMiB >= each.MemMiB)
                .Select(c => c.Status.Free.CpuMilli), wanted.Min),
            Nth(all.Where(c => c.Status.Free.CpuMilli >= each.CpuMilli)
                .Select(c => c.Status.Free.MemMiB), wanted.Min));
    }

    private static uint Nth(IEnumerable<uint> amounts, int place) =>
        amounts.OrderDescending().Skip(place - 1).FirstOrDefault();
}
