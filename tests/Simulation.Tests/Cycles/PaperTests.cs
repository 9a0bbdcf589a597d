using P2PCS.Simulation.Cycles;

namespace P2PCS.Simulation.Tests.Cycles;

/// <summary>Every figure of docs/PAPERS.md at small size; each row cites paper and section.
/// </summary>
public sealed class PaperTests
{
    public static TheoryData<string> Numbers() => [.. Papers.All.Select(row => row.Number)];

    [Theory]
    [MemberData(nameof(Numbers))]
    public void A_replay_agrees_with_its_paper(string number)
    {
        PaperRow row = Papers.All.Single(row => row.Number == number);
        PaperResult result = row.Run(PaperScale.Small);
        Assert.True(result.IsPass, $"{row.Paper}: {row.Claim}: {result}");
    }

    [Fact]
    public void A_replay_gives_the_same_figure_every_time()
    {
        PaperRow row = Papers.All.Single(row => row.Number == "10-cyclon");
        Assert.Equal(row.Run(PaperScale.Small), row.Run(PaperScale.Small));
    }
}
