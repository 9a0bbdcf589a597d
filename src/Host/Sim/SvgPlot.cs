using System.Globalization;
using System.Text;
using P2PCS.Simulation.Scenarios;

namespace P2PCS.Host.Sim;

/// <summary>Draws a plot as an SVG element whose colours come from the page's style.</summary>
internal sealed class SvgPlot
{
    private const double Width = 640;
    private const double Height = 300;
    private const double Left = 64;
    private const double Right = 20;
    private const double Bottom = 44;
    private const double Headroom = 0.06;
    private readonly Plot plot;
    private readonly PlotScale across;
    private readonly PlotScale up;
    private readonly double top;
    private readonly XmlText svg = new();

    private SvgPlot(Plot plot)
    {
        this.plot = plot;
        top = 10 + (plot.Lines.Count > 1 ? 20 : 0) + (plot.Marks.Count > 0 ? 16 : 0);
        double[] places = [.. plot.Lines.SelectMany(line => line.Points).Select(one => one.X)];
        (double, double) wide = (Left, Width - Right);
        across = plot.Bars.Count > 0
            ? PlotScale.Exactly(FirstBar(plot) - 1, plot.Bars.Count, wide)
            : PlotScale.Exactly(places.Min(), places.Max(), wide);
        up = Up();
    }

    /// <summary>The whole SVG element.</summary>
    public static XmlText Draw(Plot plot) => new SvgPlot(plot).Draw();

    private PlotScale Up()
    {
        double[] values =
        [
            .. plot.Lines.SelectMany(line => line.Points)
                .SelectMany(one => (double[])[one.Y.Mean, one.Y.Least, one.Y.Most])
                .Concat(plot.Bars)
                .Append(plot.Reaches)
                .Concat(plot.Checks.Where(one => one.IsReached).SelectMany(one =>
                    (double[])[one.Expectation.Least, one.Expectation.Most]))
                .Where(value => double.IsFinite(value) && (!plot.IsLog || value > 0)),
        ];
        if (values.Length == 0)
            values = [1];
        (double, double) high = (Height - Bottom, top);
        double least = values.Min();
        double most = values.Max();
        if (plot.IsLog)
            return PlotScale.Logarithmic(least, most, high);
        // Near zero the axis starts there, so that heights can be compared.
        bool isFromZero = plot.Bars.Count > 0
            || (least >= 0 && (least < 0.6 * most || least == most));
        double margin = most == plot.Reaches ? 0 : Headroom * (most - least);
        return PlotScale.Linear(isFromZero ? 0 : least - margin, most + margin, high);
    }

    private XmlText Draw()
    {
        svg.Raw($"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {Height}\"");
        svg.Raw($" role=\"img\"><title>{plot.Title}</title>\n");
        DrawMarks();
        DrawAxes();
        DrawBars();
        for (int line = 0; line < plot.Lines.Count; line++)
            DrawLine(plot.Lines[line], line + 1);
        foreach (ExpectationCheck check in plot.Checks.Where(one => one.IsReached))
            DrawCheck(check);
        DrawLegend();
        return svg.Raw($"</svg>\n");
    }

    private void DrawAxes()
    {
        foreach (double tick in up.Ticks())
        {
            double y = up.At(tick);
            svg.Raw($"<line class=\"grid\" x1=\"{Left}\" x2=\"{Width - Right}\"");
            svg.Raw($" y1=\"{y}\" y2=\"{y}\"/>");
            svg.Raw($"<text class=\"tick end\" x=\"{Left - 8}\" y=\"{y + 4}\">");
            svg.Raw($"{TickText(tick)}</text>\n");
        }

        foreach (double tick in across.Ticks().Where(one => one >= 0 && one == Math.Floor(one)))
        {
            double x = across.At(tick);
            svg.Raw($"<text class=\"tick middle\" x=\"{x}\" y=\"{Height - Bottom + 18}\">");
            svg.Raw($"{TickText(tick)}</text>\n");
        }

        double floor = Height - Bottom;
        svg.Raw($"<line class=\"axis\" x1=\"{Left}\" x2=\"{Width - Right}\"");
        svg.Raw($" y1=\"{floor}\" y2=\"{floor}\"/>");
        svg.Raw($"<text class=\"tick middle\" x=\"{(Left + Width - Right) / 2}\"");
        svg.Raw($" y=\"{Height - 8}\">{plot.AxisTitle}</text>\n");
    }

    private void DrawLine(PlotLine line, int number)
    {
        (double X, Band Y)[] seen = [.. line.Points.Where(one => IsShown(one.Y.Mean)
            && IsShown(one.Y.Least) && IsShown(one.Y.Most))];
        if (seen.Length == 0)
            return;
        if (seen.Any(one => one.Y.Least < one.Y.Most))
        {
            string upper = Path(seen.Select(one => (one.X, one.Y.Most)));
            string lower = Path(seen.Reverse().Select(one => (one.X, one.Y.Least)));
            svg.Raw($"<path class=\"band c{number}\" d=\"M{upper} L{lower} Z\"/>\n");
        }

        string mean = Path(seen.Select(one => (one.X, one.Y.Mean)));
        svg.Raw($"<path class=\"line c{number}\" d=\"M{mean}\"/>\n");
    }

    private void DrawBars()
    {
        double step = across.At(1) - across.At(0);
        double gap = step > 6 ? 2 : step > 2 ? 0.5 : 0;
        double floor = Height - Bottom;
        for (int bar = FirstBar(plot); bar < plot.Bars.Count; bar++)
        {
            if (plot.Bars[bar] == 0)
                continue;
            double y = up.At(plot.Bars[bar]);
            svg.Raw($"<rect class=\"bar\" x=\"{across.At(bar) - (step / 2) + (gap / 2)}\"");
            svg.Raw($" y=\"{y}\" width=\"{step - gap}\" height=\"{floor - y}\"/>\n");
        }
    }

    private void DrawMarks()
    {
        foreach (PlotMark mark in plot.Marks)
        {
            double x = across.At(mark.From);
            double wide = across.At(mark.To) - x;
            svg.Raw($"<rect class=\"mark\" x=\"{x - 0.5}\" y=\"{top}\"");
            svg.Raw($" width=\"{Math.Max(1, wide)}\" height=\"{Height - Bottom - top}\"/>");
            bool isLate = x > Width * 0.75;
            string side = isLate ? "end" : "start";
            svg.Raw($"<text class=\"tick {side}\" x=\"{x + (isLate ? -4 : 4)}\"");
            svg.Raw($" y=\"{top - 8}\">{mark.Label}</text>\n");
        }
    }

    // An upright bracket over what is allowed, cut off at the edges of the plot.
    private void DrawCheck(ExpectationCheck check)
    {
        Expectation expected = check.Expectation;
        double x = across.At(expected.At);
        double low = Edge(expected.Least, Height - Bottom);
        double high = Edge(expected.Most, top);
        if (low - high < 4)
            (low, high) = (((low + high) / 2) + 2, ((low + high) / 2) - 2);
        string look = check.Passes ? "pass" : "miss";
        svg.Raw($"<path class=\"check {look}\" d=\"M{x - 4} {high} H{x + 4} M{x} {high}");
        svg.Raw($" V{low} M{x - 4} {low} H{x + 4}\"><title>{Figures.Range(expected)}</title>");
        svg.Raw($"</path>\n");
    }

    private void DrawLegend()
    {
        if (plot.Lines.Count < 2)
            return;
        double x = Left;
        for (int line = 0; line < plot.Lines.Count; line++)
        {
            string label = plot.Lines[line].Label;
            svg.Raw($"<line class=\"line c{line + 1}\" x1=\"{x}\" x2=\"{x + 16}\"");
            svg.Raw($" y1=\"8\" y2=\"8\"/><text class=\"tick start\" x=\"{x + 21}\"");
            svg.Raw($" y=\"12\">{label}</text>\n");
            x += 40 + (6.4 * label.Length);
        }
    }

    private double Edge(double value, double otherwise) =>
        IsShown(value) ? Math.Clamp(up.At(value), top, Height - Bottom) : otherwise;

    private bool IsShown(double value) => double.IsFinite(value) && (!plot.IsLog || value > 0);

    private string Path(IEnumerable<(double X, double Y)> points)
    {
        var path = new StringBuilder();
        foreach ((double x, double y) in points)
        {
            path.Append(path.Length == 0 ? "" : " L").Append(CultureInfo.InvariantCulture,
                $"{across.At(x):0.##} {up.At(y):0.##}");
        }

        return path.ToString();
    }

    private static string TickText(double tick)
    {
        double size = Math.Abs(tick);
        return size is >= 1e5 or (< 1e-3 and > 0)
            ? tick.ToString("0.#e0", CultureInfo.InvariantCulture)
            : tick.ToString("0.####", CultureInfo.InvariantCulture);
    }

    private static int FirstBar(Plot plot) =>
        Math.Max(0, plot.Bars.TakeWhile(height => height == 0).Count());
}
