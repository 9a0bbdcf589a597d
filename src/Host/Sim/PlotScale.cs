namespace P2PCS.Host.Sim;

/// <summary>One axis of a plot: values to pixels, and where its ticks are.</summary>
internal sealed class PlotScale
{
    private const int WantedTicks = 5;
    private readonly double from;
    private readonly double to;
    private readonly double fromPixel;
    private readonly double toPixel;
    private readonly double step; // 0: powers of ten

    private PlotScale(double from, double to, (double From, double To) pixels, double step)
    {
        this.from = from;
        this.to = to;
        fromPixel = pixels.From;
        toPixel = pixels.To;
        this.step = step;
    }

    /// <summary>A scale from round number to round number.</summary>
    public static PlotScale Linear(double least, double most, (double From, double To) pixels)
    {
        if (most <= least)
            (least, most) = Widened(least);
        double step = Step(most - least);
        return new PlotScale(
            Math.Floor(least / step + 1e-9) * step, Math.Ceiling(most / step - 1e-9) * step,
            pixels, step);
    }

    /// <summary>A scale without rounding at its ends.</summary>
    public static PlotScale Exactly(double least, double most, (double From, double To) pixels) =>
        new(least, most > least ? most : least + 1, pixels,
            Step(most > least ? most - least : 1));

    /// <summary>A scale from power of ten to power of ten.</summary>
    public static PlotScale Logarithmic(
        double least, double most, (double From, double To) pixels)
    {
        double low = Math.Floor(Math.Log10(least));
        double high = Math.Ceiling(Math.Log10(most));
        return new PlotScale(low, high > low ? high : low + 1, pixels, 0);
    }

    public double At(double value)
    {
        double place = step == 0 ? Math.Log10(value) : value;
        return fromPixel + ((place - from) / (to - from) * (toPixel - fromPixel));
    }

    /// <summary>Values of the ticks, the smallest first.</summary>
    public IEnumerable<double> Ticks()
    {
        double stride = step == 0
            ? Math.Max(1, Math.Ceiling((to - from) / (WantedTicks + 1)))
            : step;
        for (double at = Math.Ceiling(from / stride - 1e-9) * stride; at <= to + (stride * 1e-9);
            at += stride)
        {
            // Sums of steps miss zero by a hair.
            double tick = Math.Abs(at) < stride * 1e-9 ? 0 : at;
            yield return step == 0 ? Math.Pow(10, tick) : tick;
        }
    }

    private static (double Least, double Most) Widened(double value)
    {
        double margin = Math.Abs(value) * 0.1;
        return value == 0 ? (0, 1) : (value - margin, value + margin);
    }

    private static double Step(double range)
    {
        double rough = range / WantedTicks;
        double power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        double digit = rough / power;
        return power * (digit < 1.5 ? 1 : digit < 3.5 ? 2 : digit < 7.5 ? 5 : 10);
    }
}
