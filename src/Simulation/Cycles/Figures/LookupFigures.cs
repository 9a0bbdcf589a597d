using P2PCS.Membership.Sampling;

namespace P2PCS.Simulation.Cycles.Figures;

/// <summary>Path lengths of a Chord ring, and what is lost when nodes fail together.</summary>
internal static class LookupFigures
{
    private const string Paper = "Stoica et al., IEEE/ACM ToN 11(1), 2003, section VI";

    public static IEnumerable<PaperRow> Rows() =>
    [
        Hops(10, 5.84),
        Hops(12, 6.84),
        .. new[] { (.1, 3.90, .52), (.3, 4.32, 2.19), (.5, 4.96, 5.64) }
            .SelectMany(point => Failures(point.Item1, point.Item2, point.Item3)),
        Lost(.4),
        Lost(.5),
        Lost(.6),
    ];

    private static PaperRow Hops(int bits, double expected) => new(
        FormattableString.Invariant($"27-{bits}"), Paper + "-B",
        FormattableString.Invariant($"hops with the owner's at 2^{bits} nodes, one successor: ")
            + "1/2 log2 N + .83",
        scale => new PaperResult(
            expected, 1 + Mean(scale, 1 << bits, 1, 0).Hops, 0.1));

    private static IEnumerable<PaperRow> Failures(double share, double hops, double timeouts) =>
    [
        new(FormattableString.Invariant($"26-hops-{share}"), Paper + "-C, table II",
            FormattableString.Invariant($"hops of 1000 nodes, 20 successors, {share:P0} fail"),
            scale => new PaperResult(
                hops, Mean(scale, 1000, 20, share).Hops, 0.04 * hops)),
        new(FormattableString.Invariant($"26-timeouts-{share}"), Paper + "-C, table II",
            FormattableString.Invariant($"timeouts of 1000 nodes, 20 successors, {share:P0} fail"),
            scale => new PaperResult(
                timeouts, Mean(scale, 1000, 20, share).Timeouts, 0.15 * timeouts)),
    ];

    private static (double Hops, double Timeouts) Mean(
        PaperScale scale, int nodes, int successors, double share)
    {
        int lookups = 0;
        long hops = 0;
        long timeouts = 0;
        int rings = scale == PaperScale.Small ? 5 : 20;
        for (int run = 0; run < rings; run++)
        {
            ulong seed = Draw.At(71, (ulong)run);
            var ring = new ChordRing(nodes, successors, seed);
            ring.Fail(share, seed + 1);
            for (ulong i = 0; i < 2000; i++)
            {
                int from = Draw.Below(Draw.At(seed + 2, i), nodes);
                if (!ring.IsAlive(from))
                    continue;
                (int Hops, int Timeouts) found = ring.Lookup(from, Draw.At(seed + 3, i));
                lookups++;
                hops += found.Hops;
                timeouts += found.Timeouts;
            }
        }

        return ((double)hops / lookups, (double)timeouts / lookups);
    }

    private static PaperRow Lost(double share) => new(
        FormattableString.Invariant($"28-{share}"),
        "Dabek et al., CFS, SOSP 2001, section 7",
        FormattableString.Invariant($"keys lost with 6 replicas when {share:P0} of 1000 nodes ")
            + "fail: p^6",
        scale =>
        {
            int rings = scale == PaperScale.Small ? 60 : 600;
            int lost = 0;
            for (int run = 0; run < rings; run++)
            {
                ulong seed = Draw.At(72, (ulong)run);
                var ring = new ChordRing(1000, 6, seed);
                ring.Fail(share, seed + 1);
                for (ulong key = 0; key < 1000; key++)
                    lost += ring.IsLost(Draw.At(seed + 2, key), 6) ? 1 : 0;
            }

            // Neighbouring keys share replicas: about 250 independent ones in a ring.
            double expected = Math.Pow(share, 6);
            double sd = Math.Sqrt(expected * (1 - expected) / (rings * 250.0));
            return new PaperResult(expected, lost / (rings * 1000.0), 4 * sd);
        });
}
