using P2PCS.Membership.Epochs;
using P2PCS.Protocol;
using P2PCS.Simulation.Epochs;
using P2PCS.Slicing.Slices;

namespace P2PCS.Simulation.Slices;

/// <summary>One peer of a <see cref="SliceSwarm"/>.</summary>
public sealed class SlicePeer : EpochPeer
{
    private readonly double[] values;

    internal SlicePeer(EpochSeat seat, SliceKernel kernel, ref Rng draws)
        : base(seat)
    {
        Kernel = kernel;
        values = [Score(ref draws), Cores(ref draws), Availability(ref draws)];
        kernel.Own = attribute => values[attribute];
    }

    /// <summary>The attributes: one that is smooth over six orders of magnitude, one with few
    /// values, and one that many have at its most and some have not.</summary>
    public static SliceAttributes Attributes { get; } =
        new("cpu.score", "cpu.cores", "availability");

    /// <summary>The kernel itself.</summary>
    public SliceKernel Kernel { get; }

    internal override EpochKernel Stepped => Kernel;

    /// <summary>Its place in the order of an attribute; null where it has no value.</summary>
    public RankKey? KeyOf(int attribute) => double.IsNaN(values[attribute])
        ? null
        : new RankKey((float)values[attribute], RankKey.TieOf(Id, attribute));

    /// <summary>Gives an attribute another value.</summary>
    public void Set(int attribute, double value) => values[attribute] = value;

    // Log-normal with sigma 2, as in the figures of the protocols reference; Box and Muller.
    private static double Score(ref Rng draws)
    {
        double length = Math.Sqrt(-2 * Math.Log(1 - draws.Fraction()));
        return 1000 * Math.Exp(2 * length * Math.Cos(2 * Math.PI * draws.Fraction()));
    }

    private static double Cores(ref Rng draws)
    {
        ReadOnlySpan<double> usual = [1, 2, 4, 4, 4, 8, 8, 8, 16, 32];
        return usual[draws.Below(usual.Length)];
    }

    private static double Availability(ref Rng draws)
    {
        double kind = draws.Fraction();
        double part = draws.Fraction();
        return kind < 0.1 ? double.NaN : kind < 0.4 ? 1 : 1 - (0.5 * part * part);
    }
}
