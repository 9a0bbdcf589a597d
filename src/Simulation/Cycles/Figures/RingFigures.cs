using P2PCS.Membership.Sampling;

namespace P2PCS.Simulation.Cycles.Figures;

/// <summary>T-Man rings out of random neighbours.</summary>
internal static class RingFigures
{
    private const int SmallBits = 12;
    private const string Paper = "Jelasity, Montresor, Babaoglu, Computer Networks 53(13), 2009, "
        + "section 6";

    public static IEnumerable<PaperRow> Rows() =>
    [
        Converges(10, 7),
        Converges(12, 9),
        Converges(14, 10.5),
        Converges(16, 13),
        Converges(17, 13),
        new("19", Paper, "with psi = 1 a ring of 2^10 still misses links after 40 cycles (1 = "
            + "yes)", _ => new PaperResult(1, Run(10, 1, 40) > 40 ? 1 : 0, 0)),
    ];

    private static PaperRow Converges(int bits, double expected) => new(
        FormattableString.Invariant($"18-{bits}"), Paper,
        FormattableString.Invariant($"cycles until a ring of 2^{bits} is complete, psi = 10, ")
            + "message 20" + (bits > SmallBits ? "; at small scale of 2^11: 8" : ""),
        scale => scale == PaperScale.Small && bits > SmallBits
            ? new PaperResult(8, Run(SmallBits - 1, 10, 40), 2)
            : new PaperResult(expected, Run(bits, 10, 40), 2));

    private static int Run(int bits, int psi, int cycles)
    {
        var swarm = new RingSwarm(1 << bits, psi);
        for (int cycle = 1; cycle <= cycles; cycle++)
        {
            swarm.RunCycle(Draw.At(41, (ulong)cycle));
            if (swarm.IsComplete())
                return cycle;
        }

        return cycles + 1;
    }
}
