using System.Globalization;
using P2PCS.Simulation.Papers;

namespace P2PCS.Simulation.Tests.Papers;

/// <summary>Every replayed paper at small size; a miss names the paper and the figure.</summary>
public sealed class PaperRowTests
{
    public static TheoryData<string> Rows => [.. All.Select(row => $"{row.Id}: {row.Source}")];

    private static IReadOnlyList<PaperRow> All => P2PCS.Simulation.Papers.Papers.All;

    [Theory]
    [MemberData(nameof(Rows))]
    public void A_row_gives_the_expected_figures(string citation)
    {
        PaperRow row = All.Single(row => $"{row.Id}: {row.Source}" == citation);
        PaperResult result = row.Run(PaperScale.Small);
        Assert.NotEmpty(result.Figures);
        string[] misses = [.. result.Figures.Where(figure => !figure.Passed).Select(figure =>
            string.Create(CultureInfo.InvariantCulture,
                $"{figure.Name}: {figure.Measured:G6} instead of {figure.Expected:G6}"
                + $" +- {figure.Tolerance:G3}"))];
        Assert.True(misses.Length == 0, $"{citation}\n{string.Join('\n', misses)}");
        Assert.True(result.Passed);
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void A_row_gives_the_same_figures_again(string citation)
    {
        PaperRow row = All.Single(row => $"{row.Id}: {row.Source}" == citation);
        Assert.Equal(row.Run(PaperScale.Small).Figures, row.Run(PaperScale.Small).Figures);
    }

    [Fact]
    public void Every_row_has_a_number_of_its_own() =>
        Assert.Equal(All.Count, All.Select(row => row.Id).Distinct().Count());

    [Fact]
    public void A_figure_passes_up_to_its_tolerance()
    {
        Assert.True(PaperFigure.Near("figure", 10, 12, 2).Passed);
        Assert.False(PaperFigure.Near("figure", 10, 12.1, 2).Passed);
        Assert.False(PaperFigure.Near("figure", 10, double.NaN, 2).Passed);
        Assert.True(PaperFigure.Within("figure", -10, -10.9, 0.1).Passed);
        Assert.False(PaperFigure.Within("figure", -10, -11.1, 0.1).Passed);
        Assert.True(PaperFigure.Between("figure", 1, 3, 3).Passed);
        Assert.False(PaperFigure.Between("figure", 1, 3, 0.9).Passed);
    }
}
