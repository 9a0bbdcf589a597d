using P2PCS.Membership.Overlay;
using P2PCS.Protocol;

namespace P2PCS.Simulation.Papers;

/// <summary>Lookups by ring and by XOR distance, and keys lost with their replicas.</summary>
internal static class LookupRows
{
    /// <summary>Row 26: path and timeouts after many nodes fail at once, N=1000, r=20.</summary>
    public static PaperResult ChordFailures(PaperScale scale)
    {
        (double Dead, double Path, double Timeouts)[] table =
        [
            (0, 3.76, 0), (0.1, 3.90, 0.52), (0.2, 4.09, 1.25), (0.3, 4.32, 2.19),
            (0.4, 4.59, 3.56), (0.5, 4.96, 5.64),
        ];
        const int nodes = 1_000;
        int rings = scale == PaperScale.Full ? 20 : 4;
        Rng rng = Statistics.Generator(26);
        var figures = new List<PaperFigure>();
        foreach ((double share, double path, double timeouts) in table)
        {
            var sum = default(Lookups);
            for (int i = 0; i < rings; i++)
            {
                var ring = new ChordRing(nodes, 20, ref rng);
                ring.Kill((int)(share * nodes), ref rng);
                sum = sum.Plus(Run(ring, nodes, 10_000, ref rng));
            }

            string name = $"{share * 100:0} % dead";
            double hops = (double)sum.Hops / sum.Count;
            figures.Add(PaperFigure.Within($"path, {name}", path, hops - 1, 0.04));
            figures.Add(PaperFigure.Within(
                $"timeouts, {name}", timeouts, (double)sum.Timeouts / sum.Count, 0.15));
            figures.Add(PaperFigure.Near($"failed lookups, {name}", 0, sum.Failed, 0));
        }

        return new PaperResult(figures);
    }

    /// <summary>Row 27: hops with one successor, the one to the owner counted.</summary>
    public static PaperResult ChordHops(PaperScale scale)
    {
        Rng rng = Statistics.Generator(27);
        var figures = new List<PaperFigure>();
        int[] sizes = scale == PaperScale.Full ? [10, 12, 16] : [10, 12];
        foreach (int bits in sizes)
        {
            var ring = new ChordRing(1 << bits, 1, ref rng);
            Lookups sum = Run(ring, 1 << bits, 50_000, ref rng);
            figures.Add(PaperFigure.Near(
                $"hops, 2^{bits} nodes",
                (0.5 * bits) + 0.83,
                (double)sum.Hops / sum.Count,
                0.1));
        }

        return new PaperResult(figures);
    }

    /// <summary>Row 27k: a full space of names and one contact for each bucket.</summary>
    public static PaperResult XorHops(PaperScale scale)
    {
        Rng rng = Statistics.Generator(270);
        var figures = new List<PaperFigure>();
        int[] sizes = scale == PaperScale.Full ? [10, 12, 16] : [10, 12];
        foreach (int bits in sizes)
        {
            int[] contacts = Contacts(bits, ref rng);
            const int lookups = 50_000;
            long hops = 0;
            for (int i = 0; i < lookups; i++)
                hops += XorLookup(contacts, bits, rng.Below(1 << bits), rng.Below(1 << bits));
            figures.Add(PaperFigure.Near(
                $"hops, 2^{bits} nodes", 0.5 * bits, (double)hops / lookups, 0.1));
        }

        return new PaperResult(figures);
    }

    /// <summary>Row 28: keys whose six replicas are all on dead nodes.</summary>
    public static PaperResult LostKeys(PaperScale scale)
    {
        const int nodes = 1_000;
        const int replicas = 6;
        Rng rng = Statistics.Generator(28);
        int clouds = scale == PaperScale.Full ? 60_000 : 3_000;
        var figures = new List<PaperFigure>();
        foreach (double share in new[] { 0.2, 0.3, 0.4, 0.5, 0.6 })
        {
            int lost = 0;
            for (int cloud = 0; cloud < clouds; cloud++)
                lost += LostSets(nodes, replicas, share, ref rng);
            double expected = Math.Pow(share, replicas);
            int sets = clouds * (nodes / replicas);
            // Three standard deviations of a count of independent sets.
            double spread = 3 * Math.Sqrt(expected * (1 - expected) / sets);
            figures.Add(PaperFigure.Near(
                $"lost keys, {share * 100:0} % dead", expected, (double)lost / sets, spread));
        }

        return new PaperResult(figures);
    }

    private static Lookups Run(ChordRing ring, int nodes, int wanted, ref Rng rng)
    {
        var sum = default(Lookups);
        while (sum.Count < wanted)
        {
            int from = rng.Below(nodes);
            if (ring.IsDead(from))
                continue;
            (int hops, int timeouts) = ring.Lookup(from, rng.Next());
            sum = sum.Plus(new Lookups(1, hops, timeouts, hops == 0 ? 1 : 0));
        }

        return sum;
    }

    // Each bucket's contact is a random one of the names that belong there.
    private static int[] Contacts(int bits, ref Rng rng)
    {
        int[] contacts = new int[bits << bits];
        for (int i = 0; i < contacts.Length; i++)
        {
            int bucket = i % bits;
            contacts[i] = (i / bits) ^ (1 << bucket) ^ rng.Below(1 << bucket);
        }

        return contacts;
    }

    private static int XorLookup(int[] contacts, int bits, int from, int target)
    {
        int hops = 0;
        for (int at = from; at != target; hops++)
            at = contacts[(at * bits) + XorDistance.Bucket((ulong)at, (ulong)target)];
        return hops;
    }

    // Sets of neighbours on the ring that share no node, each node dead on its own.
    private static int LostSets(int nodes, int replicas, double share, ref Rng rng)
    {
        int lost = 0;
        for (int set = 0; set < nodes / replicas; set++)
        {
            int dead = 0;
            while (dead < replicas && rng.Fraction() < share)
                dead++;
            lost += dead == replicas ? 1 : 0;
        }

        return lost;
    }

    private readonly record struct Lookups(int Count, long Hops, long Timeouts, int Failed)
    {
        public Lookups Plus(Lookups other) => new(
            Count + other.Count,
            Hops + other.Hops,
            Timeouts + other.Timeouts,
            Failed + other.Failed);
    }
}
