using P2PCS.Query.Standing;
using P2PCS.Query.Values;

namespace P2PCS.Query.Tests.Standing;

/// <summary>A row with some values.</summary>
public sealed class GivenRow : Row
{
    private readonly Dictionary<string, Value> values = [];

    public Value this[string column]
    {
        set => values[column] = value;
    }

    public override Value this[int column] => values.GetValueOrDefault(
        StandingColumns.OfPeers.Table.Columns[column].Name);
}
