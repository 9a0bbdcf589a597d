namespace P2PCS.Simulation.Scenarios;

/// <summary>Kinds of values in a configuration file.</summary>
internal enum ConfKind
{
    Object,
    List,
    Text,
    Number,
    Other,
}
