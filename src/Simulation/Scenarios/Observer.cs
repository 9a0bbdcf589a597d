namespace P2PCS.Simulation.Scenarios;

/// <summary>What is measured after a cycle; one observer may give several columns.</summary>
/// <param name="Name">How files call it.</param>
/// <param name="Columns">The numbers that it gives.</param>
public sealed record Observer(string Name, params IReadOnlyList<ObserverColumn> Columns)
{
    /// <summary>Whether it reads what nodes estimate, which newcomers cannot know.</summary>
    public bool IsOfEstimates { get; init; }
}
