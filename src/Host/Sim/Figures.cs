using System.Globalization;
using P2PCS.Simulation.Scenarios;

namespace P2PCS.Host.Sim;

/// <summary>Numbers as people read them, the same in every country.</summary>
internal static class Figures
{
    private const int ThinnedRows = 16;

    /// <summary>Four significant digits; nothing for what is no number.</summary>
    public static string Short(double number)
    {
        if (double.IsNaN(number))
            return "";
        double size = Math.Abs(number);
        string format = size switch
        {
            0 => "0",
            < 1e-3 => "0.00e+0",
            >= 1e6 => "0.000e+0",
            >= 1000 => "0",
            >= 100 => "0.0",
            >= 10 => "0.00",
            >= 1 => "0.000",
            _ => "0.0000",
        };
        return number.ToString(format, CultureInfo.InvariantCulture);
    }

    /// <summary>All digits that make the number; nothing for what is no number.</summary>
    public static string Exact(double number) =>
        double.IsNaN(number) ? "" : number.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>A whole number in groups of three digits.</summary>
    public static string Whole(long number) =>
        number.ToString("#,0", CultureInfo.InvariantCulture).Replace(',', ' ');

    /// <summary>What an expectation asks for.</summary>
    public static string Range(Expectation expected) => (expected.Least, expected.Most) switch
    {
        (double.NegativeInfinity, double most) => $"at most {Short(most)}",
        (double least, double.PositiveInfinity) => $"at least {Short(least)}",
        (double least, double most) => $"{Short(least)} to {Short(most)}",
    };

    /// <summary>A mean with the ends of its band where seeds differ.</summary>
    public static string Of(Band band) => band.Least == band.Most || double.IsNaN(band.Mean)
        ? Short(band.Mean)
        : $"{Short(band.Mean)} ({Short(band.Least)} to {Short(band.Most)})";

    /// <summary>Pass, MISS, or that a run was too short to tell.</summary>
    public static string Verdict(ExpectationCheck check) =>
        !check.IsReached ? "not reached" : check.Passes ? "pass" : "MISS";

    /// <summary>Some of the measured cycles, evenly, with first, last and all expected ones.
    /// </summary>
    /// <returns>Indices into the outcome's cycles.</returns>
    public static IReadOnlyList<int> Thinned(ScenarioOutcome outcome)
    {
        int rows = outcome.Cycles.Count;
        int step = Math.Max(1, (rows + ThinnedRows - 2) / (ThinnedRows - 1));
        return
        [
            .. Enumerable.Range(0, rows).Where(row => row % step == 0 || row == rows - 1
                || outcome.Checks.Any(check => check.Expectation.At == outcome.Cycles[row])),
        ];
    }
}
