namespace P2PCS.Simulation.Papers;

/// <summary>One replayed experiment.</summary>
/// <param name="Id">The row's number in docs/PAPERS.md.</param>
/// <param name="Title">What is measured, in a few words.</param>
/// <param name="Source">The paper and its section.</param>
/// <param name="Run">Runs it from fixed seeds: the same scale, the same result.</param>
public sealed record PaperRow(
    string Id, string Title, string Source, Func<PaperScale, PaperResult> Run);
