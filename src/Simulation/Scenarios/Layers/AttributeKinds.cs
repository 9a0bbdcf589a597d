using P2PCS.Simulation.Cycles;

namespace P2PCS.Simulation.Scenarios.Layers;

/// <summary>Names of <see cref="AttributeKind"/> in scenario files.</summary>
internal static class AttributeKinds
{
    public static IReadOnlyDictionary<string, AttributeKind> Named { get; } =
        new Dictionary<string, AttributeKind>(StringComparer.Ordinal)
        {
            ["uniform"] = AttributeKind.Uniform,
            ["lognormal"] = AttributeKind.Lognormal,
        };
}
