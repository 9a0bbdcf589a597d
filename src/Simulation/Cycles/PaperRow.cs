namespace P2PCS.Simulation.Cycles;

/// <summary>One figure that can be replayed.</summary>
/// <param name="Number">Unique short name; its number groups the rows of one experiment.</param>
/// <param name="Paper">The paper, with section or figure.</param>
/// <param name="Claim">What is measured, in which setting.</param>
/// <param name="Measure">The replay; the same scale always gives the same result.</param>
public sealed record PaperRow(
    string Number, string Paper, string Claim, Func<PaperScale, PaperResult> Measure)
{
    /// <summary>Runs the replay.</summary>
    public PaperResult Run(PaperScale scale) => Measure(scale);
}
