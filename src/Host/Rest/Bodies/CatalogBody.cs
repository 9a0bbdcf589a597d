namespace P2PCS.Host.Rest.Bodies;

/// <summary>A table that can be asked.</summary>
/// <param name="Name">Its name after FROM.</param>
/// <param name="Doc">What its rows are, and who holds them.</param>
/// <param name="Columns">Its columns.</param>
public sealed record CatalogTableBody(
    string Name, string Doc, IReadOnlyList<CatalogColumnBody> Columns);

/// <summary>A column that can be asked.</summary>
/// <param name="Name">Its path, such as <c>mem.free</c>.</param>
/// <param name="Type"><c>bool</c>, <c>int</c>, <c>float</c>, <c>text</c>, <c>time</c>,
/// <c>version</c>, or <c>map</c>: text by name, read as <c>label['gpu']</c>.</param>
/// <param name="Privacy"><c>public</c>; <c>coarse</c>: groups by it of fewer than 5 go to
/// <c>__other</c>; <c>private</c>: never leaves its peer.</param>
/// <param name="Standing">Whether the cloud keeps its aggregates up to date all the time.</param>
/// <param name="Doc">What it is.</param>
public sealed record CatalogColumnBody(
    string Name, string Type, string Privacy, bool Standing, string Doc)
{
    /// <summary><c>bytes</c>, <c>bitsPerSecond</c>, <c>seconds</c>, <c>ratio</c>, or null.
    /// </summary>
    public string? Unit { get; init; }

    /// <summary>The lowest number that counts; lower ones are taken as this. Null without one.
    /// </summary>
    public double? Low { get; init; }

    /// <summary>The highest number that counts; higher ones are taken as this. Null without one.
    /// </summary>
    public double? High { get; init; }
}
