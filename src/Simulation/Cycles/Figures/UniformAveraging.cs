using P2PCS.Membership.Sampling;

namespace P2PCS.Simulation.Cycles.Figures;

/// <summary>Averaging of one number per node with partners drawn from all nodes.</summary>
internal sealed class UniformAveraging
{
    private readonly double[] estimates;
    private readonly int[] order;

    public UniformAveraging(int nodes)
    {
        estimates = new double[nodes];
        order = [.. Enumerable.Range(0, nodes)];
        for (int node = 0; node < nodes; node++)
            estimates[node] = Draw.Fraction(Draw.At(77, (ulong)node));
    }

    /// <summary>Who starts: all by name, all in a new random order, or as many as there are
    /// nodes drawn one by one.</summary>
    public enum Initiators
    {
        Fixed,
        Reshuffled,
        Poisson,
    }

    /// <summary>The factor by which the variance shrinks in one of several cycles.</summary>
    public double Factor(Initiators who, double linkLoss, int cycles)
    {
        double before = Variance();
        for (int cycle = 0; cycle < cycles; cycle++)
            Run(who, linkLoss, Draw.At(5, (ulong)cycle));
        return Math.Pow(Variance() / before, 1.0 / cycles);
    }

    private void Run(Initiators who, double linkLoss, ulong key)
    {
        int nodes = estimates.Length;
        if (who == Initiators.Reshuffled)
            Shuffle(Draw.Mix(key));
        for (int turn = 0; turn < nodes; turn++)
        {
            ulong index = 3 * (ulong)turn;
            int active = who == Initiators.Poisson
                ? Draw.Below(Draw.At(key, index), nodes)
                : order[turn];
            int passive = Draw.Below(Draw.At(key, index + 1), nodes - 1);
            passive += passive >= active ? 1 : 0;
            if (Draw.Fraction(Draw.At(key, index + 2)) < linkLoss)
                continue;
            estimates[active] = estimates[passive] =
                (estimates[active] + estimates[passive]) * 0.5;
        }
    }

    private void Shuffle(ulong key)
    {
        for (int left = order.Length - 1; left > 0; left--)
        {
            int other = Draw.Below(Draw.At(key, (ulong)left), left + 1);
            (order[left], order[other]) = (order[other], order[left]);
        }
    }

    private double Variance()
    {
        double mean = estimates.Average();
        return estimates.Sum(estimate => (estimate - mean) * (estimate - mean))
            / estimates.Length;
    }
}
