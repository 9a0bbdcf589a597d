using P2PCS.Membership.Overlay;
using P2PCS.Protocol;

namespace P2PCS.Simulation.Papers;

/// <summary>T-Man builds a sorted ring.</summary>
internal static class RingRows
{
    /// <summary>Row 18: cycles until every node has both of its ring neighbours.</summary>
    public static PaperResult Cycles(PaperScale scale)
    {
        List<(int Bits, int Least, int Most)> sizes = scale == PaperScale.Full
            ? [(10, 6, 8), (12, 8, 10), (14, 10, 11), (16, 13, 13), (17, 13, 13)]
            : [(10, 6, 8)];
        var figures = new List<PaperFigure>();
        foreach ((int bits, int least, int most) in sizes)
        {
            var ring = new RingCloud(bits, 10, Statistics.Generator(18).Fork((ulong)bits));
            int cycle = 0;
            for (; cycle < 50 && ring.MissingLinks() > 0; cycle++)
                ring.Cycle();
            figures.Add(PaperFigure.Between(
                $"cycles to the ring, 2^{bits} nodes", least - 2, most + 2, cycle));
        }

        return new PaperResult(figures);
    }

    /// <summary>Row 19: with psi = 1 the same pairs talk for ever and the ring stays open.
    /// </summary>
    public static PaperResult Stall(PaperScale scale)
    {
        int bits = scale == PaperScale.Full ? 12 : 10;
        var ring = new RingCloud(bits, 1, Statistics.Generator(19));
        for (int cycle = 0; cycle < 40; cycle++)
            ring.Cycle();
        double before = ring.MissingLinks();
        for (int cycle = 0; cycle < 20; cycle++)
            ring.Cycle();
        double after = ring.MissingLinks();
        return new PaperResult(
        [
            PaperFigure.Near(
                $"links found from cycle 40 to 60, psi=1, 2^{bits} nodes", 0, before - after, 0),
            PaperFigure.Between(
                $"links missing for ever, psi=1, 2^{bits} nodes", 0.01, 1, after),
        ]);
    }

    private sealed class RingCloud
    {
        private const int Capacity = 200;
        private const int Message = 20;

        private readonly int shift;
        private readonly ulong[] views;
        private readonly int[] counts;
        private readonly int[] order;
        private readonly ulong[] scratch;
        private readonly ulong[] request = new ulong[Message];
        private readonly ulong[] reply = new ulong[Message];
        private Rng rng;

        public RingCloud(int bits, int psi, Rng rng)
        {
            shift = 64 - bits;
            this.rng = rng;
            scratch = new ulong[psi];
            counts = new int[1 << bits];
            views = new ulong[counts.Length * Capacity];
            order = [.. Enumerable.Range(0, counts.Length)];
            foreach (int node in order)
            {
                while (counts[node] < 20)
                {
                    counts[node] = RingView.Merge(
                        Row(node), counts[node], [Position(RandomNode())], Position(node));
                }
            }
        }

        public void Cycle()
        {
            Statistics.Shuffle<int>(order, ref rng);
            foreach (int node in order)
            {
                ulong self = Position(node);
                ulong partner = RingView.Partner(Held(node), self, scratch, ref rng);
                int other = (int)(partner >> shift);
                int sent = Compose(node, partner, request);
                int replied = Compose(other, self, reply);
                counts[other] = RingView.Merge(
                    Row(other), counts[other], request.AsSpan(0, sent), partner);
                counts[node] = RingView.Merge(
                    Row(node), counts[node], reply.AsSpan(0, replied), self);
            }
        }

        /// <summary>The share of ring links, two for each node, that nobody knows yet.</summary>
        public double MissingLinks()
        {
            int missing = 0;
            for (int node = 0; node < counts.Length; node++)
            {
                missing += Held(node).Contains(Position(node + 1)) ? 0 : 1;
                missing += Held(node).Contains(Position(node - 1)) ? 0 : 1;
            }

            return missing / (2.0 * counts.Length);
        }

        // "The sender's own descriptor" goes with the closest of its view.
        private int Compose(int node, ulong target, Span<ulong> message)
        {
            message[0] = Position(node);
            return 1 + RingView.Select(Held(node), target, message[1..]);
        }

        private int RandomNode() => rng.Below(counts.Length);

        private ulong Position(int node) => unchecked((ulong)node << shift);

        private Span<ulong> Row(int node) => views.AsSpan(node * Capacity, Capacity);

        private ReadOnlySpan<ulong> Held(int node) => Row(node)[..counts[node]];
    }
}
