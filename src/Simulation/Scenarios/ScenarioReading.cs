namespace P2PCS.Simulation.Scenarios;

/// <summary>What came out of a scenario file: a scenario, or all that is wrong with it.</summary>
/// <param name="Scenario">The scenario; null where there are problems.</param>
/// <param name="Problems">In the order of the file; empty where there is a scenario.</param>
public sealed record ScenarioReading(
    Scenario? Scenario, IReadOnlyList<ScenarioProblem> Problems);
