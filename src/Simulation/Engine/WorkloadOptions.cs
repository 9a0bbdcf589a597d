namespace P2PCS.Simulation.Engine;

/// <summary>How long simulated commands take. All spans are means of exponential draws.</summary>
public sealed record WorkloadOptions
{
    /// <summary>From an assignment to the start of the command.</summary>
    public TimeSpan Staging { get; init; } = TimeSpan.FromMilliseconds(30);

    /// <summary>How long the command runs.</summary>
    public TimeSpan Run { get; init; } = TimeSpan.FromMilliseconds(400);

    /// <summary>How long fetching a result takes.</summary>
    public TimeSpan Fetch { get; init; } = TimeSpan.FromMilliseconds(20);

    /// <summary>From the word to kill to the end of the command.</summary>
    public TimeSpan Kill { get; init; } = TimeSpan.FromMilliseconds(10);

    /// <summary>Probability that a command cannot be started, 0 to 1.</summary>
    public double Unstartable { get; init; }
}
