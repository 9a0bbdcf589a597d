using P2PCS.Membership.Sampling;

namespace P2PCS.Simulation.Cycles;

/// <summary>Attributes of nodes, drawn from a stream by number.</summary>
internal static class Attributes
{
    /// <summary>Sigma of the lognormal attributes.</summary>
    public const double Sigma = 2;

    /// <summary>The attribute number <paramref name="index"/> of a stream.</summary>
    public static double At(AttributeKind kind, ulong key, ulong index) =>
        kind == AttributeKind.Uniform
            ? 100 * Draw.Fraction(Draw.At(key, index))
            : Lognormal(key, index);

    /// <summary>A lognormal number, by Box and Muller.</summary>
    public static double Lognormal(ulong key, ulong index)
    {
        double one = 1 - Draw.Fraction(Draw.At(key, 2 * index));
        double two = Draw.Fraction(Draw.At(key, (2 * index) + 1));
        return Math.Exp(Sigma * Math.Sqrt(-2 * Math.Log(one)) * Math.Cos(2 * Math.PI * two));
    }
}
