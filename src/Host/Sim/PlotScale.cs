namespace P2PCS.Host.Sim;

/// <summary>One axis of a plot: values to pixels, and where its ticks are.</summary>
internal sealed class PlotScale
{
    private const int WantedTicks = 5;
    private readonly double from;
    private readonly double to;
    private readonly double fromPixel;
    private readonly double toPixel;

    private PlotScale(double from, double to, (double From, double To) pixels, bool isLog)
    {
        this.from = from;
        this.to = to;
        fromPixel = pixels.From;
        toPixel = pixels.To;
        IsLog = isLog;
    }

    public bool IsLog { get; }

    /// <summary>A scale from round number to round number.</summary>
    public static PlotScale Linear(double least, double most, (double From, double To) pixels)
    {
        if (most <= least)
            (least, most) = Widened(least);
        double step = Step(most - least);
        return new PlotScale(
            Math.Floor(least / step + 1e-9) * step, Math.Ceiling(most / step - 1e-9) * step,
            pixels, false);
    }

    /// <summary>A scale without rounding at its ends.</summary>
    public static PlotScale Exactly(double least, double most, (double From, double To) pixels) =>
        new(least, most > least ? most : least + 1, pixels, false);

    /// <summary>A scale from power of ten to power of ten.</summary>
    public static PlotScale Logarithmic(
        double least, double most, (double From, double To) pixels)
    {
        double low = Math.Floor(Math.Log10(least));
        double high = Math.Ceiling(Math.Log10(most));
        return new PlotScale(low, high > low ? high : low + 1, pixels, true);
    }

    public double At(double value)
    {
        double place = IsLog ? Math.Log10(value) : value;
        return fromPixel + ((place - from) / (to - from) * (toPixel - fromPixel));
    }

    /// <summary>Values of the ticks, the smallest first.</summary>
    public IEnumerable<double> Ticks()
    {
        double step = IsLog
            ? Math.Max(1, Math.Ceiling((to - from) / (WantedTicks + 1)))
            : Step(to - from);
        for (double at = Math.Ceiling(from / step - 1e-9) * step; at <= to + (step * 1e-9);
            at += step)
        {
            // Sums of steps miss zero by a hair.
            double tick = Math.Abs(at) < step * 1e-9 ? 0 : at;
            yield return IsLog ? Math.Pow(10, tick) : tick;
        }
    }

    private static (double Least, double Most) Widened(double value)
    {
        double margin = value == 0 ? 1 : Math.Abs(value) * 0.1;
        return (value - margin, value + margin);
    }

    private static double Step(double range)
    {
        double rough = range / WantedTicks;
        double power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        double digit = rough / power;
        return power * (digit < 1.5 ? 1 : digit < 3.5 ? 2 : digit < 7.5 ? 5 : 10);
    }
}
