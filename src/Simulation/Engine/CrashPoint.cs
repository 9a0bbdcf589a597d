namespace P2PCS.Simulation.Engine;

/// <summary>Where in its work a node is killed.</summary>
public enum CrashPoint
{
    /// <summary>Between two steps.</summary>
    BetweenSteps,

    /// <summary>In its next step, before its records are durable: nothing of the step is left.
    /// </summary>
    BeforeRecords,

    /// <summary>In its next step, with its records durable and nothing sent.</summary>
    AfterRecords,
}
