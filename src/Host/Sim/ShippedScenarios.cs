using P2PCS.Simulation.Scenarios;

namespace P2PCS.Host.Sim;

/// <summary>The scenario files of <c>config/scenarios</c>, which are part of the program.</summary>
public static class ShippedScenarios
{
    private const string Prefix = "scenarios/";

    /// <summary>Their names in the order of the alphabet.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        .. typeof(ShippedScenarios).Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .Select(name => name[Prefix.Length..])
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>The text of a shipped scenario.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    public static byte[] Read(string name)
    {
        using Stream file = typeof(ShippedScenarios).Assembly
            .GetManifestResourceStream(Prefix + name)!;
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return bytes;
    }

    /// <summary>A shipped scenario.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    public static ScenarioReading Load(string name) =>
        ScenarioReader.Read($"{name}.conf", Read(name));
}
