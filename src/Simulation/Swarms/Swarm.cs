namespace P2PCS.Simulation.Swarms;

/// <summary>
/// Random scenarios from seeds: a cloud under faults must stay safe, and once the faults end it
/// must come to a good end in bounded virtual time.
/// </summary>
/// <remarks>
/// Source: TigerBeetle's VOPR, src/vopr.zig: swarm configuration, safety first, then liveness.
/// </remarks>
public static class Swarm
{
    /// <summary>Runs the scenario of a seed to its end; the same seed has the same history.
    /// </summary>
    public static SwarmResult Run(ulong seed) => Run(SwarmScenario.FromSeed(seed));

    /// <summary>Runs a scenario to its end.</summary>
    public static SwarmResult Run(SwarmScenario scenario) => new SwarmRun(scenario).ToEnd();
}
