namespace P2PCS.Host.Readings;

/// <summary>What a volunteer says of the machine at a start; what is not said stays.</summary>
/// <param name="Site">A new site; empty takes it away, null leaves it.</param>
/// <param name="Region">A new region, likewise.</param>
/// <param name="Labels">Labels to set; an empty value takes one away.</param>
public sealed record MachineWords(
    string? Site, string? Region, IReadOnlyList<KeyValuePair<string, string>> Labels);
