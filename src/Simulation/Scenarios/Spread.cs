namespace P2PCS.Simulation.Scenarios;

/// <summary>Mean, variance and ends of some numbers, added one by one.</summary>
/// <remarks>Source: Welford, "Note on a method for calculating corrected sums of squares and
/// products", Technometrics 4(3), 1962.</remarks>
internal struct Spread
{
    private double squares;

    /// <summary>Nothing added yet.</summary>
    public Spread()
    {
    }

    /// <summary>Numbers added.</summary>
    public long Count { get; private set; }

    /// <summary>Their mean; 0 for none.</summary>
    public double Mean { get; private set; }

    /// <summary>The smallest; positive infinity for none.</summary>
    public double Least { get; private set; } = double.PositiveInfinity;

    /// <summary>The largest; negative infinity for none.</summary>
    public double Most { get; private set; } = double.NegativeInfinity;

    /// <summary>Their variance, divided by their number; 0 for none.</summary>
    public readonly double Variance => Count == 0 ? 0 : squares / Count;

    /// <summary>The root of the variance.</summary>
    public readonly double Deviation => Math.Sqrt(Variance);

    /// <summary>Takes one more number.</summary>
    public void Add(double number)
    {
        Count++;
        double before = number - Mean;
        Mean += before / Count;
        squares += before * (number - Mean);
        Least = Math.Min(Least, number);
        Most = Math.Max(Most, number);
    }
}
