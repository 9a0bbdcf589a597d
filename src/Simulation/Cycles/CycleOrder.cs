namespace P2PCS.Simulation.Cycles;

/// <summary>In which order the nodes of a cycle start their exchanges.</summary>
public enum CycleOrder
{
    /// <summary>By name, the same in every cycle.</summary>
    Fixed,

    /// <summary>A new random order in every cycle.</summary>
    Reshuffled,
}
