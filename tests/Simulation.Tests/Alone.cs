namespace P2PCS.Simulation.Tests;

/// <summary>Tests that measure the whole process, so no other test may run beside them.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Alone
{
    public const string Name = "alone in the process";
}
