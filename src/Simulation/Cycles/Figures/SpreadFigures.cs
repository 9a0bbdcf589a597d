using P2PCS.Membership.Sampling;

namespace P2PCS.Simulation.Cycles.Figures;

/// <summary>How fast a rumour reaches everybody.</summary>
internal static class SpreadFigures
{
    private const string Paper = "Karp, Schindelhauer, Shenker, Vöcking, FOCS 2000, section 2";

    public static IEnumerable<PaperRow> Rows() =>
    [
        new("22-half", Paper, "push-pull rounds until half of the nodes know, n = 10^4 or 10^5",
            scale => Rounds(scale, 0.5, 9.0, 10.8)),
        new("22-99", Paper, "push-pull rounds until 99 % know", scale =>
            Rounds(scale, 0.99, 10.9, 12.8)),
        new("22-all", Paper, "push-pull rounds until all know", scale =>
            Rounds(scale, 1, 11.9, 14.4)),
    ];

    private static PaperResult Rounds(PaperScale scale, double share, double small, double full)
    {
        int nodes = scale == PaperScale.Small ? 10_000 : 100_000;
        int runs = scale == PaperScale.Small ? 10 : 20;
        double sum = 0;
        for (int run = 0; run < runs; run++)
            sum += Run(nodes, share, Draw.At(61, (ulong)run));
        return new PaperResult(scale == PaperScale.Small ? small : full, sum / runs, 1);
    }

    // Rounds are in step: who hears it in a round passes it on from the next.
    private static int Run(int nodes, double share, ulong seed)
    {
        var heard = new int[nodes];
        Array.Fill(heard, int.MaxValue);
        heard[0] = 0;
        int known = 1;
        for (int round = 1; ; round++)
        {
            ulong key = Draw.At(seed, (ulong)round);
            for (int node = 0; node < nodes; node++)
            {
                int partner = Draw.Below(Draw.At(key, (ulong)node), nodes);
                bool mine = heard[node] < round;
                bool theirs = heard[partner] < round;
                if (mine == theirs)
                    continue;
                int fresh = mine ? partner : node;
                known += heard[fresh] == int.MaxValue ? 1 : 0;
                heard[fresh] = Math.Min(heard[fresh], round);
            }

            if (known >= share * nodes)
                return round;
        }
    }
}
