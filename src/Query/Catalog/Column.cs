using P2PCS.Query.Values;

namespace P2PCS.Query.Catalog;

/// <summary>What queries may know of a column.</summary>
/// <param name="Name">Its path, such as mem.free.</param>
/// <param name="Type">What its values are.</param>
/// <param name="Unit">What its numbers count.</param>
/// <param name="Privacy">Who may read it.</param>
/// <param name="Doc">One sentence for people.</param>
public sealed record Column(string Name, ColumnType Type, Unit Unit, Privacy Privacy, string Doc)
{
    /// <summary>Lowest number that counts; lower ones are taken as this by whoever merges, so
    /// that a liar moves no aggregate further.</summary>
    public double Low { get; init; } = double.NegativeInfinity;

    /// <summary>Highest number that counts; higher ones are taken as this.</summary>
    public double High { get; init; } = double.PositiveInfinity;

    /// <summary>Whether the cloud keeps aggregates of it up to date all the time.</summary>
    public bool Standing { get; init; }
}
