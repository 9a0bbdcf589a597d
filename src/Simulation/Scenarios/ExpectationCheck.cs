namespace P2PCS.Simulation.Scenarios;

/// <summary>An expectation beside what was measured.</summary>
/// <param name="Expectation">What was expected.</param>
/// <param name="Measured">The column over all seeds.</param>
/// <param name="IsReached">Whether the runs got that far: fewer cycles may be asked for.</param>
public sealed record ExpectationCheck(
    Expectation Expectation, Band Measured, bool IsReached)
{
    /// <summary>Whether the scenario may pass with it.</summary>
    public bool Passes => !IsReached || Expectation.Holds(Measured.Mean);
}
